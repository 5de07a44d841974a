package org.sipasync.console;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import org.sipasync.admin.Administration;
import org.sipasync.admin.Filter;

/** This server: whether it takes new calls. */
@Path("node")
@Produces(MediaType.APPLICATION_JSON)
public class NodeResource {
  private static final Duration DRAIN = Duration.ofMinutes(1);

  @Inject Administration administration;
  @Context SecurityContext security;

  /** Its state, and what the caller may do. */
  @GET
  public String node() {
    return Json.createObjectBuilder()
        .add("caller", security.getUserPrincipal().getName())
        .add("maySteer", security.isUserInRole(ConsoleSettings.OPERATOR))
        .add("state", administration.state().name())
        .add("inFlight", administration.count(Filter.ALL))
        .build()
        .toString();
  }

  @POST
  @Path("drain")
  @Consumes(MediaType.APPLICATION_JSON)
  public String drain(InputStream body) throws IOException {
    administration.drain(Input.ofBody(body, Set.of("atMostMillis")).millis("atMostMillis", DRAIN));
    return node();
  }

  @POST
  @Path("resume")
  @Consumes(MediaType.APPLICATION_JSON)
  public String resume(InputStream body) throws IOException {
    Input.ofBody(body, Set.of());
    administration.resume();
    return node();
  }
}
