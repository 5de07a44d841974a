package org.sipasync.functions.rest;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hc.core5.http.ContentType;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Operation;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.function.Started;

/**
 * One HTTP request. Immutable: each method returns another request. The main value is the
 * response's body as text.
 *
 * <p>Not serialisable, because it references its {@link Rest}: a stored suspension (rule A14) keeps
 * only its name.
 */
public final class HttpCall implements AsyncFunction {

  private static final Map<String, String> NAMES =
      Map.of("GET", "rest_get", "POST", "rest_post", "PUT", "rest_put", "DELETE", "rest_delete");

  /** AVPs for the parts of the response; null for none. */
  private record Outputs(String body, String status, String type, String time, String answer) {
    static final Outputs NONE = new Outputs(null, null, null, null, null);

    Result of(HttpAnswer answer) {
      Result result = Result.ok(answer.body());
      result = with(result, body, answer.body());
      result = with(result, status, answer.status());
      result = with(result, type, answer.contentType());
      result = with(result, time, answer.millis());
      return with(result, this.answer, answer);
    }

    private static Result with(Result result, String avp, Object value) {
      return avp == null ? result : result.with(avp, value);
    }
  }

  private final RestClient client;
  private final HttpRequestParts request;
  private final Outputs outputs;

  HttpCall(RestClient client, String method, HttpTarget target) {
    this(client, new HttpRequestParts(method, target, List.of(), null), Outputs.NONE);
  }

  private HttpCall(RestClient client, HttpRequestParts request, Outputs outputs) {
    this.client = client;
    this.request = request;
    this.outputs = outputs;
  }

  /**
   * Adds a header.
   *
   * @param name a token, except those that the client sets itself (such as Host, Content-Length);
   *     not null
   * @param value printable ASCII without line breaks; not null
   * @throws IllegalArgumentException if either is invalid
   */
  public HttpCall header(String name, String value) {
    HeaderSyntax.checkHeader(name, value);
    return new HttpCall(client, request.withHeader(name, value), outputs);
  }

  /**
   * Sets the body.
   *
   * @param text sent in the content type's charset, or else in UTF-8; not null
   * @param contentType such as {@code application/json}; not null
   * @throws IllegalArgumentException if the request has no body (GET, DELETE), the type is invalid
   *     or the body is longer than {@code sip.async.rest.max-request}
   */
  public HttpCall body(String text, String contentType) {
    if (!request.mayHaveContent()) {
      throw new IllegalArgumentException(request.method() + " has no body; use POST or PUT");
    }
    HeaderSyntax.checkType(contentType);
    ContentType type = ContentType.parse(contentType);
    Charset charset = type.getCharset() == null ? StandardCharsets.UTF_8 : type.getCharset();
    int max = client.settings().maxRequest();
    byte[] bytes = text.length() > max ? null : text.getBytes(charset);
    if (bytes == null || bytes.length > max) {
      throw new IllegalArgumentException(
          "the body is longer than " + max + " bytes (sip.async.rest.max-request)");
    }
    HttpRequestParts.Content content = new HttpRequestParts.Content(bytes, type);
    return new HttpCall(client, request.withContent(content), outputs);
  }

  /** Stores the body, a String, in an AVP. */
  @Override
  public HttpCall into(String avp) {
    Objects.requireNonNull(avp, "avp");
    return with(
        new Outputs(avp, outputs.status(), outputs.type(), outputs.time(), outputs.answer()));
  }

  /** Stores the status, an Integer, in an AVP; not null. */
  public HttpCall statusInto(String avp) {
    Objects.requireNonNull(avp, "avp");
    return with(new Outputs(outputs.body(), avp, outputs.type(), outputs.time(), outputs.answer()));
  }

  /** Stores the Content-Type, a String, empty if absent, in an AVP; not null. */
  public HttpCall typeInto(String avp) {
    Objects.requireNonNull(avp, "avp");
    return with(
        new Outputs(outputs.body(), outputs.status(), avp, outputs.time(), outputs.answer()));
  }

  /** Stores the duration in milliseconds, a Long, in an AVP; not null. */
  public HttpCall timeInto(String avp) {
    Objects.requireNonNull(avp, "avp");
    return with(
        new Outputs(outputs.body(), outputs.status(), outputs.type(), avp, outputs.answer()));
  }

  /** Stores the response, an {@link HttpAnswer}, in an AVP; not null. */
  public HttpCall answerInto(String avp) {
    Objects.requireNonNull(avp, "avp");
    return with(new Outputs(outputs.body(), outputs.status(), outputs.type(), outputs.time(), avp));
  }

  private HttpCall with(Outputs others) {
    return new HttpCall(client, request, others);
  }

  HttpTarget target() {
    return request.target();
  }

  @Override
  public String name() {
    return NAMES.get(request.method());
  }

  /** True for http: all of it then happens on the loop, within microseconds. */
  @Override
  public boolean isBrief() {
    return !target().isTls();
  }

  @Override
  public Started start(Operation operation) {
    LoopPool pool = target().isTls() ? null : client.pool();
    InFlightCall transfer =
        pool == null
            ? new LibraryTransfer(client, request)
            : new PlainTransfer(client, pool, request);
    try {
      transfer.begin();
    } catch (java.util.concurrent.RejectedExecutionException full) {
      return new Started.NotStarted(ReturnCodes.SHED, full);
    }
    return new Started.OnCompletion(
        transfer
            .outcome()
            .thenApply(
                outcome ->
                    outcome.answer() == null
                        ? Result.failed(outcome.returnCode(), outcome.cause())
                        : outputs.of(outcome.answer())),
        transfer::abort);
  }

  /** Omits query, headers and body, which may contain secrets. */
  @Override
  public String toString() {
    return name() + "(" + target().destination() + target().path().split("\\?", 2)[0] + ")";
  }
}
