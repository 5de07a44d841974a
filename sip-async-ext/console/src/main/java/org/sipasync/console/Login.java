package org.sipasync.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.sipasync.Problem;
import org.sipasync.support.LoginThrottle;

/**
 * Authenticates callers: by HTTP's Basic scheme where a login is needed, else as "loopback". It
 * does not answer; {@link GateFilter} refuses unauthenticated requests.
 */
@ApplicationScoped
public class Login implements HttpAuthenticationMechanism {
  /** Attribute of a request whose login failed: a {@link Refusal}. */
  static final String REFUSAL = Login.class.getName();

  private static final Set<String> ALL_ROLES =
      Set.of(ConsoleSettings.VIEWER, ConsoleSettings.OPERATOR);
  private static final int CHECKS_AT_ONCE = 2;

  @Inject ConsoleSettings settings;
  @Inject Gate gate;
  @Inject IdentityStoreHandler stores;
  private final LoginThrottle throttle =
      new LoginThrottle(System::nanoTime, 5, Duration.ofMinutes(1), 1_000);
  private final Verified verified = new Verified(System::nanoTime);
  private final Semaphore checks = new Semaphore(CHECKS_AT_ONCE);

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    try {
      return switch (gate.wayIn(Visit.of(request))) {
        case OPEN -> context.notifyContainerAboutLogin("loopback", ALL_ROLES);
        case LOGIN -> byPassword(request, context);
      };
    } catch (Refusal refusal) {
      request.setAttribute(REFUSAL, refusal);
      return context.doNothing();
    }
  }

  private AuthenticationStatus byPassword(HttpServletRequest request, HttpMessageContext context) {
    UsernamePasswordCredential credential =
        BasicScheme.parse(request.getHeader("Authorization"))
            .orElseThrow(() -> new Refusal(401, Problem.CONSOLE_LOGIN_NEEDED));
    return context.notifyContainerAboutLogin(check(credential, request.getRemoteAddr()));
  }

  private CredentialValidationResult check(UsernamePasswordCredential login, String peer) {
    char[] password = login.getPassword().getValue();
    if (verified.knows(login.getCaller(), password)) {
      ConsoleSettings.User user = settings.users().get(login.getCaller());
      return new CredentialValidationResult(user.name(), user.roles());
    }
    acquire();
    try {
      int blocked = throttle.blockedSeconds(LoginThrottle.networkOf(peer));
      if (blocked > 0) {
        throw new Refusal(429, Problem.CONSOLE_LOGIN_BLOCKED, peer, blocked).retryAfter(blocked);
      }
      CredentialValidationResult result = stores.validate(login);
      if (result.getStatus() != CredentialValidationResult.Status.VALID) {
        throw failed(login.getCaller(), peer);
      }
      verified.add(login.getCaller(), password);
      LoginAudit.log(Problem.CONSOLE_LOGGED_IN, login.getCaller(), peer);
      return result;
    } finally {
      checks.release();
    }
  }

  private Refusal failed(String name, String peer) {
    LoginAudit.log(Problem.CONSOLE_LOGIN_FAILED, LoginAudit.clean(name), peer);
    throttle.failed(LoginThrottle.networkOf(peer));
    int blocked = throttle.blockedSeconds(LoginThrottle.networkOf(peer));
    if (blocked > 0) {
      LoginAudit.log(Problem.CONSOLE_LOGIN_BLOCKED, peer, blocked);
    }
    return new Refusal(401, Problem.CONSOLE_LOGIN_NEEDED);
  }

  /** Limits concurrent hashing, which is slow, across all callers. */
  private void acquire() {
    try {
      if (checks.tryAcquire(1, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new Refusal(429, Problem.CONSOLE_BUSY, "Too many concurrent logins").retryAfter(2);
  }
}
