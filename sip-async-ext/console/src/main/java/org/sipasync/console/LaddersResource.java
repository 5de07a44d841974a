package org.sipasync.console;

import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.sipasync.Problem;
import org.sipasync.admin.CallQuery;
import org.sipasync.admin.Ladder;
import org.sipasync.admin.Ladders;

/** Finds calls among the captured messages, and shows and exports their ladders. */
@Path("ladders")
@Produces(MediaType.APPLICATION_JSON)
public class LaddersResource {
  private static final int CALLS = 50;
  private static final int MAX_CALLS = 1_000;
  private static final int SHOWN = 2_000;
  private static final int EXPORTED = 10_000;
  private static final int MAX_CALL_IDS = 20;
  private static final int MAX_CALL_ID = 500;
  private static final String CALL_ID = "callId";

  /** A search reads all that is kept, so that few run at once. */
  private static final Semaphore SEARCHES = new Semaphore(2);

  @Inject Ladders ladders;

  /** Returns the calls that match, the latest first. */
  @GET
  public String find(@Context UriInfo uri) {
    Input input =
        Input.ofQuery(
            uri.getQueryParameters(), Set.of(CALL_ID, "user", "method", "status", "limit"));
    int limit = (int) input.number("limit", CALLS, 1, MAX_CALLS);
    CallQuery query = query(input);
    return searching(
        () ->
            state()
                .add("calls", Views.array(ladders.find(query, limit), LadderViews::of))
                .build()
                .toString());
  }

  private static CallQuery query(Input input) {
    try {
      return new CallQuery(
          input.name(CALL_ID), input.name("user"), input.name("method"), input.name("status"));
    } catch (IllegalArgumentException e) {
      throw Input.bad("status", "must be three digits, or such as 4xx");
    }
  }

  private JsonObjectBuilder state() {
    JsonObjectBuilder state = Json.createObjectBuilder().add("isOn", ladders.isOn());
    ladders.since().ifPresent(since -> state.add("sinceMicros", LadderViews.micros(since)));
    return state;
  }

  /** Returns the ladder of the calls named. */
  @GET
  @Path("ladder")
  public String ladder(@Context UriInfo uri) {
    Set<String> callIds = callIds(uri);
    return searching(() -> LadderViews.of(ladders.of(callIds, SHOWN)).build().toString());
  }

  /** Returns the ladder as plain text. */
  @GET
  @Path("ladder.txt")
  @Produces(MediaType.TEXT_PLAIN)
  public Response text(@Context UriInfo uri) {
    Ladder ladder = export(uri, "text");
    return file(LadderText.of(ladder), MediaType.TEXT_PLAIN + ";charset=UTF-8", "ladder.txt");
  }

  /** Returns the messages of the ladder as a pcap file. */
  @GET
  @Path("ladder.pcap")
  @Produces("application/vnd.tcpdump.pcap")
  public Response pcap(@Context UriInfo uri) {
    Ladder ladder = export(uri, "pcap");
    return file(PcapFile.of(ladder.messages()), "application/vnd.tcpdump.pcap", "ladder.pcap");
  }

  private Ladder export(UriInfo uri, String form) {
    Set<String> callIds = callIds(uri);
    Ladder ladder = searching(() -> ladders.of(callIds, EXPORTED));
    ladders.exported(ladder, form);
    return ladder;
  }

  private static Response file(Object content, String type, String name) {
    return Response.ok(content, type)
        .header("Content-Disposition", "attachment; filename=\"" + name + "\"")
        .build();
  }

  /** Starts or ends the capture. */
  @POST
  @Path("capture")
  @Consumes(MediaType.APPLICATION_JSON)
  public String capture(InputStream body) throws IOException {
    ladders.turn(Input.ofBody(body, Set.of("on")).flag("on"));
    return state().build().toString();
  }

  private static Set<String> callIds(UriInfo uri) {
    MultivaluedMap<String, String> others = new MultivaluedHashMap<>(uri.getQueryParameters());
    List<String> given = others.remove(CALL_ID);
    Input.ofQuery(others, Set.of());
    if (given == null
        || given.size() > MAX_CALL_IDS
        || given.stream().anyMatch(callId -> callId.length() > MAX_CALL_ID)) {
      throw Input.bad(CALL_ID, "must occur once to 20 times, with at most 500 characters");
    }
    return new LinkedHashSet<>(given);
  }

  private static <T> T searching(Supplier<T> search) {
    if (!SEARCHES.tryAcquire()) {
      throw new Refusal(429, Problem.CONSOLE_BUSY, "Too many concurrent searches").retryAfter(1);
    }
    try {
      return search.get();
    } finally {
      SEARCHES.release();
    }
  }
}
