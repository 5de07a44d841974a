package org.sipasync.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.naming.NamingException;
import org.sipasync.function.ReturnCodes;
import org.sipasync.functions.rest.HttpAnswer;

/**
 * The anti-pattern: the same work with the container's thread held, for comparison by {@code
 * ;mode=blocking}.
 */
@ApplicationScoped
public class Blocking {
  @Inject Database database;

  private final Client http =
      ClientBuilder.newBuilder()
          .connectTimeout(1, TimeUnit.SECONDS)
          .readTimeout(Http.DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
          .build();

  /** Rows of a query, by lower-case column name. */
  record Table(int returnCode, List<Map<String, Object>> rows) {
    Long number(String column) {
      return rows.isEmpty() ? null : ((Number) rows.get(0).get(column)).longValue();
    }

    String text(String column) {
      return rows.isEmpty() ? null : rows.get(0).get(column).toString();
    }
  }

  /** Response to a GET, or its failure. */
  record Page(int returnCode, HttpAnswer answer) {}

  /** Output of a program. */
  record Output(int returnCode, String text) {}

  /** Holds the thread. A sleep of 0 ms would give the processor away: there is none. */
  void sleep(int millis) {
    if (millis == 0) {
      return;
    }
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Table query(String text, Object... parameters) {
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement query = connection.prepareStatement(text)) {
      bind(query, parameters);
      List<Map<String, Object>> rows = new ArrayList<>();
      try (ResultSet found = query.executeQuery()) {
        while (found.next()) {
          rows.add(row(found));
        }
      }
      return new Table(rows.isEmpty() ? Users.NOBODY : ReturnCodes.OK, rows);
    } catch (SQLException | NamingException e) {
      return new Table(ReturnCodes.ERROR, List.of());
    }
  }

  private static Map<String, Object> row(ResultSet found) throws SQLException {
    Map<String, Object> row = new LinkedHashMap<>();
    for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
      row.put(found.getMetaData().getColumnLabel(i).toLowerCase(Locale.ROOT), found.getObject(i));
    }
    return row;
  }

  private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }

  Page get(String url) {
    try (Response answer = http.target(url).request().get()) {
      return new Page(
          ReturnCodes.OK,
          new HttpAnswer(
              answer.getStatus(),
              answer.getHeaderString("Content-Type"),
              answer.readEntity(String.class),
              0));
    } catch (ProcessingException e) {
      boolean late = e.getCause() instanceof SocketTimeoutException;
      return new Page(late ? ReturnCodes.DEADLINE : ReturnCodes.ERROR, null);
    }
  }

  Output run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Output(process.waitFor() == 0 ? ReturnCodes.OK : ReturnCodes.ERROR, text);
    } catch (IOException e) {
      return new Output(ReturnCodes.ERROR, "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Output(ReturnCodes.ERROR, "");
    }
  }
}
