package org.sipasync.console;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import org.sipasync.Problem;

/** A refused request, with everything its sender learns about it (RFC 9457). */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  static final String MEDIA_TYPE = "application/problem+json";

  private final int status;
  private final int retryAfterSeconds;

  Refusal(int status, Problem problem, Object... details) {
    this(status, problem.message(details));
  }

  /** Creates a refusal with a numbered message. */
  Refusal(int status, String message) {
    this(status, 0, message);
  }

  private Refusal(int status, int retryAfterSeconds, String message) {
    super(message, null, false, false);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** Adds Retry-After. */
  Refusal retryAfter(int seconds) {
    return new Refusal(status, seconds, getMessage());
  }

  int status() {
    return status;
  }

  /** Returns the value of Retry-After; zero for none. */
  int retryAfterSeconds() {
    return retryAfterSeconds;
  }

  JsonObject toJson() {
    int colon = getMessage().indexOf(": ");
    return Json.createObjectBuilder()
        .add("type", "about:blank")
        .add("status", status)
        .add("code", getMessage().substring(0, colon))
        .add("detail", getMessage().substring(colon + 2))
        .build();
  }
}
