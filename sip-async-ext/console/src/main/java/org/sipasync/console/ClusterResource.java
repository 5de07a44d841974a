package org.sipasync.console;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.sipasync.admin.Administration;
import org.sipasync.admin.ClusterMember;

/** Returns the nodes of the cluster; none without one. */
@Path("cluster")
@Produces(MediaType.APPLICATION_JSON)
public class ClusterResource {
  @Inject Administration administration;

  @GET
  public String nodes() {
    return Json.createObjectBuilder()
        .add("nodes", Views.array(administration.cluster(), ClusterResource::view))
        .build()
        .toString();
  }

  private static JsonObjectBuilder view(ClusterMember member) {
    JsonObjectBuilder numbers = Json.createObjectBuilder();
    member.numbers().forEach(numbers::add);
    return Json.createObjectBuilder()
        .add("address", member.address())
        .add("isThis", member.isThis())
        .add("numbers", numbers);
  }
}
