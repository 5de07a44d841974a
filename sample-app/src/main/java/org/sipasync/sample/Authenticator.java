package org.sipasync.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import javax.servlet.sip.SipServletRequest;
import org.sipasync.digest.DigestAlgorithm;
import org.sipasync.digest.DigestAuthenticator;
import org.sipasync.digest.DigestSecrets;
import org.sipasync.digest.DigestSettings;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Result;

/** Digest authentication of SIP requests (RFC 8760), with the secrets in the database. */
@ApplicationScoped
public class Authenticator {
  private static final int MAX_FAILURES = 3;
  private static final Duration LOCKED = Duration.ofSeconds(30);

  @Inject Users users;
  @Inject Blocking blocking;
  private DigestAuthenticator digest;

  @Inject
  void open(Settings settings) {
    DigestSettings realm =
        DigestSettings.of(settings.realm())
            .withAlgorithms(settings.algorithms().toArray(DigestAlgorithm[]::new))
            .withNonceLife(Duration.ofSeconds(settings.nonceSeconds()))
            .withMaxFailures(MAX_FAILURES, LOCKED);
    digest = DigestAuthenticator.of(realm, new Secrets());
  }

  /** Secrets by the query that {@link Users} makes. */
  private final class Secrets implements DigestSecrets {
    @Override
    public AsyncFunction find(String user, String realm, DigestAlgorithm algorithm) {
      return users.secrets(user).columns("md5", "sha256");
    }

    @Override
    public String secretOf(Result result, DigestAlgorithm algorithm) {
      return (String) result.outputs().get(algorithm == DigestAlgorithm.MD5 ? "md5" : "sha256");
    }
  }

  /** Returns the function that authenticates a request; its value is the user. */
  AsyncFunction authenticate(SipServletRequest request) {
    return digest.authenticate(request);
  }

  /** Authenticates a request with the thread held, for {@code ;mode=blocking}. */
  Result authenticateBlocking(SipServletRequest request) {
    return digest.verify(request, this::secret);
  }

  private String secret(String user, DigestAlgorithm algorithm) throws IOException {
    Blocking.Table found = blocking.query(Users.SECRETS, user);
    if (found.returnCode() < 0 && found.returnCode() != Users.NOBODY) {
      throw new IOException("Database failure");
    }
    return found.text(algorithm == DigestAlgorithm.MD5 ? "ha1_md5" : "ha1_sha256");
  }

  /** Answers a request that is not authenticated. */
  void refuse(SipServletRequest request, int returnCode) throws IOException {
    Answer.send(digest.refusal(request, returnCode));
  }
}
