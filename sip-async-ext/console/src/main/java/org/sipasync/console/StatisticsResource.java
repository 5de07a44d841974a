package org.sipasync.console;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Returns this server's counters and load. */
@Path("statistics")
@Produces(MediaType.APPLICATION_JSON)
public class StatisticsResource {
  @Inject Snapshot snapshot;

  @GET
  public String statistics() {
    return snapshot.take();
  }
}
