package org.sipasync.test.secured;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.sipasync.digest.DigestAlgorithm;
import org.sipasync.digest.DigestSecrets;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Operation;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.function.Started;

/** Users, their passwords (secret-of- and the name) and roles, from a store that takes a while. */
@ApplicationScoped
public class Accounts implements DigestSecrets {
  private static final Duration DELAY = Duration.ofMillis(5);

  @Override
  public AsyncFunction find(String user, String realm, DigestAlgorithm algorithm) {
    return new AsyncFunction() {
      @Override
      public String name() {
        return "accounts";
      }

      @Override
      public Started start(Operation operation) {
        return new Started.OnTimer(DELAY, account(user, realm, algorithm));
      }
    };
  }

  private static Result account(String user, String realm, DigestAlgorithm algorithm) {
    String secret = algorithm.secret(user, realm, "secret-of-" + user);
    return switch (user) {
      case "anna" -> Result.ok(secret).with("roles", "staff, boss");
      case "otto" -> Result.ok(secret).with("roles", java.util.List.of("guest"));
      case "broken" -> Result.failed(ReturnCodes.ERROR, new IllegalStateException("store is down"));
      default -> Result.failed(ReturnCodes.NOTHING_FOUND, null);
    };
  }
}
