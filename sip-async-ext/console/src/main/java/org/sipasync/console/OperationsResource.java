package org.sipasync.console;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.sipasync.Problem;
import org.sipasync.admin.Administration;
import org.sipasync.admin.Filter;
import org.sipasync.admin.InFlight;

/** Lists, counts, shows and cancels operations in flight. */
@Path("operations")
@Produces(MediaType.APPLICATION_JSON)
public class OperationsResource {
  private static final int PAGE = 100;
  private static final int MAX_PAGE = 1_000;

  @Inject Administration administration;

  /** Returns a page of matching operations, oldest first; {@code next} starts the next page. */
  @GET
  public String list(@Context UriInfo uri) {
    Input input = Input.ofQuery(uri.getQueryParameters(), and(Input.FILTER, "after", "limit"));
    int limit = (int) input.number("limit", PAGE, 1, MAX_PAGE);
    List<InFlight> page =
        administration.list(input.filter(), input.number("after", 0, 0, Long.MAX_VALUE), limit);
    JsonArrayBuilder operations = Json.createArrayBuilder();
    page.forEach(operation -> operations.add(Views.of(operation)));
    JsonObjectBuilder answer = Json.createObjectBuilder().add("operations", operations);
    if (page.size() == limit) {
      answer.add("next", page.get(limit - 1).id());
    }
    return answer.build().toString();
  }

  /** Counts matching operations. */
  @GET
  @Path("count")
  public String count(@Context UriInfo uri) {
    Filter filter = Input.ofQuery(uri.getQueryParameters(), Input.FILTER).filter();
    return counted(filter).build().toString();
  }

  private JsonObjectBuilder counted(Filter filter) {
    return Json.createObjectBuilder().add("count", administration.count(filter));
  }

  @GET
  @Path("{id: \\d{1,18}}")
  public String find(@PathParam("id") long id) {
    return administration
        .find(id)
        .map(operation -> Views.of(operation).build().toString())
        .orElseThrow(() -> new Refusal(404, Problem.CONSOLE_NOT_IN_FLIGHT, id));
  }

  @DELETE
  @Path("{id: \\d{1,18}}")
  public String cancel(@PathParam("id") long id) {
    if (!administration.cancel(id)) {
      throw new Refusal(404, Problem.CONSOLE_NOT_IN_FLIGHT, id);
    }
    return Json.createObjectBuilder().add("cancelled", 1).build().toString();
  }

  /** Cancels matching operations; with {@code dryRun} only counts them. */
  @POST
  @Path("cancel")
  @Consumes(MediaType.APPLICATION_JSON)
  public String cancel(InputStream body) throws IOException {
    Input input = Input.ofBody(body, and(Input.FILTER, "all", "dryRun"));
    Filter filter = input.filter();
    if (input.flag("all") != filter.equals(Filter.ALL)) {
      throw Input.bad(
          "A filter", "is required, or \"all\": true without a filter to cancel everything");
    }
    if (input.flag("dryRun")) {
      return counted(filter).add("dryRun", true).build().toString();
    }
    int cancelled = administration.cancel(filter);
    return Json.createObjectBuilder().add("cancelled", cancelled).build().toString();
  }

  private static Set<String> and(Set<String> names, String... more) {
    Set<String> all = new TreeSet<>(names);
    all.addAll(Set.of(more));
    return all;
  }
}
