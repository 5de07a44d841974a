package org.sipasync.sample;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import javax.naming.NamingException;

/** {@code GET /records}: the last call records, as JSON. */
@WebServlet("/records")
public class Records extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final String LAST =
      "SELECT call_id, started, ended FROM sample_calls ORDER BY ended DESC LIMIT 10";

  @Inject transient Database database;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    JsonArrayBuilder records = Json.createArrayBuilder();
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement query = connection.prepareStatement(LAST);
        ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        records.add(
            Json.createObjectBuilder()
                .add("callId", rows.getString(1))
                .add("started", Instant.ofEpochMilli(rows.getLong(2)).toString())
                .add("ended", Instant.ofEpochMilli(rows.getLong(3)).toString())
                .add("millis", rows.getLong(3) - rows.getLong(2)));
      }
    } catch (SQLException | NamingException e) {
      log("The call records cannot be read", e);
      response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
      return;
    }
    response.setContentType("application/json");
    response.getWriter().write(records.build().toString());
  }
}
