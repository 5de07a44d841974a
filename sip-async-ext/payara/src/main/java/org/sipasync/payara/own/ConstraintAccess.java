package org.sipasync.payara.own;

import java.io.IOException;
import java.security.Principal;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.sipasync.container.message.Caller;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.session.Access;
import org.sipasync.container.session.ApplicationContext;
import org.sipasync.digest.DigestSecrets;
import org.sipasync.digest.DigestSettings;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Result;
import org.sipasync.payara.server.RequestAuthenticator;
import org.sipasync.payara.war.SecurityRules;
import org.sipasync.payara.war.SecurityRules.Need;
import org.sipasync.spi.DeployedApplication;

/**
 * Constraints of one application's sip.xml (JSR 289, 17): who sends is found out by digest, with
 * secrets from the application's {@link DigestSecrets}. Thread-safe.
 */
final class ConstraintAccess implements Access {
  private static final String NAME = "login-config";

  private final SecurityRules rules;
  private final ApplicationContext context;
  private final Supplier<DeployedApplication> engine;
  private final DigestSecrets secrets;
  private final RequestAuthenticator server;
  private final RequestAuthenticator proxy;

  /** A user and the roles that it has. */
  private record User(String name, Set<String> roles) implements Principal {
    @Override
    public String getName() {
      return name;
    }
  }

  /**
   * Makes the checks of an application.
   *
   * @param engine runs the look-ups; asked with the first request
   * @param secrets null if no request needs an authenticated sender
   */
  ConstraintAccess(
      SecurityRules rules,
      ApplicationContext context,
      Supplier<DeployedApplication> engine,
      DigestSecrets secrets) {
    this.rules = rules;
    this.context = context;
    this.engine = engine;
    this.secrets = secrets;
    DigestSettings settings = secrets == null ? null : DigestSettings.of(rules.realm);
    this.server = secrets == null ? null : new RequestAuthenticator(settings, secrets);
    this.proxy = secrets == null ? null : new RequestAuthenticator(settings.asProxy(), secrets);
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
    RequestAuthenticator authenticator = need.proxy() ? proxy : server;
    AsyncFunction function = function(authenticator, request);
    engine
        .get()
        .start(
            request,
            function,
            result ->
                onDecided.accept(decided -> apply(decided, servlet, need, authenticator, result)));
  }

  /** The application's code that finds the secret belongs to its context. */
  private AsyncFunction function(RequestAuthenticator authenticator, RequestFacade request) {
    AsyncFunction[] made = new AsyncFunction[1];
    try {
      context.run(
          null,
          NAME,
          () ->
              made[0] =
                  authenticator.authenticate(
                      request, (name, found) -> Result.ok(new User(name, secrets.rolesOf(found)))));
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return made[0];
  }

  private boolean apply(
      RequestFacade request,
      String servlet,
      Need need,
      RequestAuthenticator authenticator,
      Result result)
      throws IOException {
    if (!result.isOk()) {
      authenticator.refuse(request, result.returnCode());
      return false;
    }
    User user = (User) result.value();
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
