package org.sipasync.payara.server;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.function.Function;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.sipasync.container.security.DigestServer;
import org.sipasync.container.security.DigestServer.Attempt;
import org.sipasync.container.security.DigestServer.Outcome;
import org.sipasync.container.security.DigestServer.Received;
import org.sipasync.digest.DigestAuthenticator;
import org.sipasync.digest.DigestSecrets;
import org.sipasync.digest.DigestSettings;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Functions;
import org.sipasync.function.Operation;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.function.Started;

/** Authenticates the requests of any container by a digest server. Thread-safe. */
public final class RequestAuthenticator implements DigestAuthenticator {
  private static final String NAME = "digest";
  private static final byte[] NO_BODY = {};

  private final DigestSettings settings;
  private final DigestSecrets secrets;
  private final DigestServer server;

  public RequestAuthenticator(DigestSettings settings, DigestSecrets secrets) {
    this.settings = settings;
    this.secrets = secrets;
    this.server =
        new DigestServer(
            settings.realm(),
            settings.algorithms(),
            settings.integrity(),
            settings.nonceLife(),
            settings.maxFailures(),
            settings.blocked(),
            System::currentTimeMillis,
            new SecureRandom());
  }

  @Override
  public AsyncFunction authenticate(SipServletRequest request) {
    return authenticate(request, (user, result) -> Result.ok(user));
  }

  /** Makes the result of a success, from the user's name and the look-up's result. */
  @FunctionalInterface
  public interface Success {
    Result of(String user, Result found);
  }

  /** Authenticates as {@link #authenticate(SipServletRequest)}, with another result of success. */
  public AsyncFunction authenticate(SipServletRequest request, Success success) {
    Attempt attempt = begin(request);
    if (attempt.outcome() != Outcome.UNDECIDED) {
      return Functions.done(NAME, refused(attempt.outcome()));
    }
    AsyncFunction find = secrets.find(attempt.user(), settings.realm(), attempt.algorithm());
    return new Lookup(attempt, find, success);
  }

  private Attempt begin(SipServletRequest request) {
    return server.begin(
        new Received(
            request.getMethod(),
            request.getRequestURI().toString(),
            request.getHeaders(settings.proxy() ? "Proxy-Authorization" : "Authorization"),
            body(request),
            request.getInitialRemoteAddr()));
  }

  private static byte[] body(SipServletRequest request) {
    try {
      byte[] body = request.getRawContent();
      return body == null ? NO_BODY : body;
    } catch (IOException e) {
      throw new IllegalStateException(e); // a message that is here whole
    }
  }

  /** Look-up of a secret, and what comes of it. */
  private final class Lookup implements AsyncFunction {
    private final Attempt attempt;
    private final AsyncFunction find;
    private final Success success;

    Lookup(Attempt attempt, AsyncFunction find, Success success) {
      this.attempt = attempt;
      this.find = find;
      this.success = success;
    }

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Started start(Operation operation) {
      Operation.Part part = operation.start(find);
      return new Started.OnCompletion(part.result().thenApply(this::decide), part::abort);
    }

    private Result decide(Result found) {
      boolean isUnknown = found.returnCode() == ReturnCodes.NOTHING_FOUND;
      if (!found.isOk() && !isUnknown) {
        return Result.failed(found.returnCode(), found.cause());
      }
      String secret = isUnknown ? null : secrets.secretOf(found, attempt.algorithm());
      return RequestAuthenticator.decide(attempt, secret, user -> success.of(user, found));
    }
  }

  @Override
  public Result verify(SipServletRequest request, DigestAuthenticator.Lookup lookup) {
    Attempt attempt = begin(request);
    if (attempt.outcome() != Outcome.UNDECIDED) {
      return refused(attempt.outcome());
    }
    try {
      return decide(attempt, lookup.find(attempt.user(), attempt.algorithm()), Result::ok);
    } catch (Exception e) {
      return Result.failed(ReturnCodes.ERROR, e);
    }
  }

  private static Result decide(Attempt attempt, String secret, Function<String, Result> success) {
    Outcome outcome = attempt.finish(secret);
    return outcome == Outcome.ACCEPTED ? success.apply(attempt.user()) : refused(outcome);
  }

  private static Result refused(Outcome outcome) {
    return Result.failed(
        switch (outcome) {
          case STALE -> STALE;
          case MISMATCH -> MISMATCH;
          case BLOCKED -> BLOCKED;
          default -> ReturnCodes.REJECTED;
        },
        null);
  }

  @Override
  public SipServletResponse refusal(SipServletRequest request, int returnCode) {
    return switch (returnCode) {
      case ReturnCodes.REJECTED -> challenge(request, false);
      case STALE -> challenge(request, true);
      case MISMATCH -> request.createResponse(400, "Digest uri is not the Request-URI");
      case BLOCKED -> request.createResponse(403, "Too many wrong passwords");
      default -> request.createResponse(503, "Authentication is out of order");
    };
  }

  private SipServletResponse challenge(SipServletRequest request, boolean stale) {
    SipServletResponse response = request.createResponse(settings.proxy() ? 407 : 401);
    String header = settings.proxy() ? "Proxy-Authenticate" : "WWW-Authenticate";
    server.challenges(stale).forEach(challenge -> response.addHeader(header, challenge));
    return response;
  }
}
