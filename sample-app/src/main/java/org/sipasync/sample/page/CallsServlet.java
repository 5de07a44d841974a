package org.sipasync.sample.page;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.sipasync.testkit.phone.Caller;

/**
 * REST interface of the page. {@code POST /calls} places a call or compares many, {@code GET
 * /calls/{id}} returns its state, {@code DELETE /calls/{id}} stops it, {@code GET /calls} returns
 * the SIP address.
 */
@WebServlet("/calls/*")
public class CallsServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final int MAX_BODY = 4096;
  private static final int TOO_MANY_REQUESTS = 429;

  @Inject transient Runs runs;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String id = id(request);
    if (id.isEmpty()) {
      String sip = SipAddress.of(getServletContext()).map(Caller::hostAndPort).orElse("");
      send(response, 200, Json.createObjectBuilder().add("sip", sip).build());
    } else {
      Optional<Run> run = runs.find(id);
      if (run.isPresent()) {
        send(response, 200, run.get().json());
      } else {
        refuse(response, 404, "There is no such call.");
      }
    }
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String type = request.getContentType();
    if (!id(request).isEmpty()) {
      refuse(response, 404, "Calls are placed at /calls.");
    } else if (type == null || !type.startsWith("application/json")) {
      refuse(response, 415, "Send application/json.");
    } else {
      try {
        place(Order.of(body(request)), response);
      } catch (IllegalArgumentException wrong) {
        refuse(response, 400, wrong.getMessage());
      } catch (JsonException | ClassCastException malformed) {
        refuse(response, 400, "That is not the JSON that the start page sends.");
      }
    }
  }

  private void place(Order order, HttpServletResponse response) throws IOException {
    Optional<InetSocketAddress> sip = SipAddress.of(getServletContext());
    if (sip.isEmpty()) {
      refuse(response, 503, "The server does not listen for SIP over UDP.");
      return;
    }
    Optional<Run> run = runs.start(order, sip.get());
    if (run.isPresent()) {
      response.setHeader("Location", "/calls/" + run.get().id);
      send(response, 202, run.get().json());
    } else {
      refuse(response, TOO_MANY_REQUESTS, "Another one is going on: wait until it has ended.");
    }
  }

  @Override
  protected void doDelete(HttpServletRequest request, HttpServletResponse response) {
    runs.find(id(request)).ifPresent(Run::stop);
    response.setStatus(204);
  }

  private static String id(HttpServletRequest request) {
    String path = request.getPathInfo();
    return path == null ? "" : path.substring(1);
  }

  private static JsonObject body(HttpServletRequest request) throws IOException {
    byte[] bytes = request.getInputStream().readNBytes(MAX_BODY + 1);
    if (bytes.length > MAX_BODY) {
      throw new IllegalArgumentException("That is too long.");
    }
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(bytes))) {
      return reader.readObject();
    }
  }

  private static void refuse(HttpServletResponse response, int status, String why)
      throws IOException {
    send(response, status, Json.createObjectBuilder().add("error", why).build());
  }

  private static void send(HttpServletResponse response, int status, JsonObject json)
      throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    response.setHeader("Cache-Control", "no-store");
    response.getWriter().write(json.toString());
  }
}
