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
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.sipasync.admin.Administration;
import org.sipasync.admin.Filter;

/** This server's state and drain. */
@Path("node")
@Produces(MediaType.APPLICATION_JSON)
public class NodeResource {
  private static final String HOST = host();
  private static final String VERSION =
      Objects.requireNonNullElse(
          Administration.class.getPackage().getImplementationVersion(), "unknown");

  private static final Duration DRAIN = Duration.ofMinutes(1);

  @Inject Administration administration;
  @Context SecurityContext security;

  /** Returns the kernel's name of this machine; a DNS lookup might block. */
  private static String host() {
    try {
      return Files.readString(java.nio.file.Path.of("/proc/sys/kernel/hostname")).trim();
    } catch (IOException notLinux) {
      return "this machine";
    }
  }

  /** Returns the state, and the caller's permissions. */
  @GET
  public String node() {
    return Json.createObjectBuilder()
        .add("caller", security.getUserPrincipal().getName())
        .add("maySteer", security.isUserInRole(ConsoleSettings.OPERATOR))
        .add("state", administration.state().name())
        .add("inFlight", administration.count(Filter.ALL))
        .add("host", HOST)
        .add("version", VERSION)
        .add("upMillis", ManagementFactory.getRuntimeMXBean().getUptime())
        .add("listenPoints", Json.createArrayBuilder(administration.listenPoints()))
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
