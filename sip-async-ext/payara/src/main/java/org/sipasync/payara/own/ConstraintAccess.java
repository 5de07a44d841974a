package org.sipasync.payara.own;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.sipasync.container.message.Caller;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.session.Access;
import org.sipasync.container.session.ApplicationContext;
import org.sipasync.digest.DigestAlgorithm;
import org.sipasync.digest.DigestSecrets;
import org.sipasync.digest.DigestSettings;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Result;
import org.sipasync.payara.server.RequestAuthenticator;
import org.sipasync.payara.server.TrustedPeers;
import org.sipasync.payara.war.SecurityRules;
import org.sipasync.payara.war.SecurityRules.Assertion;
import org.sipasync.payara.war.SecurityRules.Need;
import org.sipasync.spi.DeployedApplication;

/**
 * Constraints of one application's sip.xml (JSR 289, 17): who sends is what a trusted peer asserts,
 * or is found out by digest, with secrets and roles from the application's {@link DigestSecrets}.
 * Thread-safe.
 */
final class ConstraintAccess implements Access {
  private static final String NAME = "login-config";

  private final SecurityRules rules;
  private final ApplicationContext context;
  private final Supplier<DeployedApplication> engine;
  private final DigestSecrets secrets;
  private final RequestAuthenticator server;
  private final RequestAuthenticator proxy;
  private final IdentityAssertion assertion;

  /**
   * Makes the checks of an application.
   *
   * @param engine runs the look-ups; asked with the first request
   * @param secrets null if no request needs an authenticated sender
   * @param trusted peers whose assertions count
   */
  ConstraintAccess(
      SecurityRules rules,
      ApplicationContext context,
      Supplier<DeployedApplication> engine,
      DigestSecrets secrets,
      TrustedPeers trusted) {
    this.rules = rules;
    this.context = context;
    this.engine = engine;
    this.secrets = secrets;
    boolean byDigest = secrets != null && rules.assertion != Assertion.REQUIRED;
    DigestSettings settings = byDigest ? DigestSettings.of(rules.realm) : null;
    this.server = byDigest ? new RequestAuthenticator(settings, secrets) : null;
    this.proxy = byDigest ? new RequestAuthenticator(settings.asProxy(), secrets) : null;
    this.assertion =
        rules.assertion == Assertion.NONE ? null : new IdentityAssertion(trusted, rules.realm);
  }

  @Override
  public boolean guards(String servlet, String method) {
    return rules.need(servlet, method) != null;
  }

  @Override
  public void check(RequestFacade request, String servlet, Consumer<Verdict> onDecided) {
    Need need = rules.need(servlet, request.getMethod());
    if (need.confidential() && !request.isSecure()) {
      onDecided.accept(refused -> refuse(refused, "TLS is required"));
    } else if (need.roles() == null) {
      onDecided.accept(admitted -> true);
    } else if (need.roles().isEmpty()) {
      onDecided.accept(refused -> refuse(refused, "Nobody may send this"));
    } else {
      authenticate(request, servlet, need, onDecided);
    }
  }

  private void authenticate(
      RequestFacade request, String servlet, Need need, Consumer<Verdict> onDecided) {
    String asserted = assertion == null ? null : assertion.nameIn(request);
    if (asserted == null && rules.assertion == Assertion.REQUIRED) {
      onDecided.accept(refused -> refuse(refused, "No asserted identity"));
      return;
    }
    RequestAuthenticator authenticator = need.proxy() ? proxy : server;
    AsyncFunction function =
        inContext(
            asserted != null ? () -> rolesOf(asserted) : () -> digest(authenticator, request));
    Denial refusal = asserted != null ? ConstraintAccess::outOfOrder : authenticator::refuse;
    engine
        .get()
        .start(
            request,
            function,
            result -> onDecided.accept(decided -> apply(decided, servlet, need, refusal, result)));
  }

  private AsyncFunction digest(RequestAuthenticator authenticator, RequestFacade request) {
    return authenticator.authenticate(
        request, (name, found) -> Result.ok(new AuthenticatedUser(name, secrets.rolesOf(found))));
  }

  private AsyncFunction rolesOf(String user) {
    String realm = rules.realm == null ? "" : rules.realm;
    return new RolesLookup(user, secrets, secrets.find(user, realm, DigestAlgorithm.SHA_256));
  }

  /** The application's code that finds a user belongs to its context. */
  private AsyncFunction inContext(Supplier<AsyncFunction> function) {
    AsyncFunction[] made = new AsyncFunction[1];
    try {
      context.run(null, NAME, () -> made[0] = function.get());
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return made[0];
  }

  /** Answer to a request whose sender was not found, by the result's code. */
  private interface Denial {
    void send(RequestFacade request, int returnCode) throws IOException;
  }

  private static void outOfOrder(RequestFacade request, int returnCode) throws IOException {
    request.createResponse(503, "Authentication is out of order").send();
  }

  private boolean apply(
      RequestFacade request, String servlet, Need need, Denial refusal, Result result)
      throws IOException {
    if (!result.isOk()) {
      refusal.send(request, result.returnCode());
      return false;
    }
    AuthenticatedUser user = (AuthenticatedUser) result.value();
    if (!need.allows(user.roles())) {
      return refuse(request, "Not for this user");
    }
    request.caller(new Caller(user, name -> user.roles().contains(rules.role(servlet, name))));
    return true;
  }

  private static boolean refuse(RequestFacade request, String reason) throws IOException {
    request.createResponse(403, reason).send();
    return false;
  }
}
