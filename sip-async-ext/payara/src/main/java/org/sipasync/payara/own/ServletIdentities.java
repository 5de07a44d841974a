package org.sipasync.payara.own;

import java.security.Principal;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import org.sipasync.container.session.DialogSession;
import org.sipasync.payara.server.EjbIdentity;
import org.sipasync.payara.server.Identities;
import org.sipasync.payara.war.SipModule;
import org.sipasync.spi.SipApplicationContext.Handler;

/**
 * Identities of one application's servlets (JSR 289, 17): the role that a servlet runs as, else the
 * sender of the request that it handles. What handles no message is anonymous.
 */
final class ServletIdentities implements Identities {
  private final Map<String, EjbIdentity> runAs = new HashMap<>();
  private final boolean knowsSenders;

  ServletIdentities(SipModule module) {
    for (SipModule.Servlet servlet : module.servlets.values()) {
      if (servlet.runAs != null) {
        EjbIdentity role = EjbIdentity.of(servlet.runAs, Set.of(servlet.runAs));
        runAs.put(servlet.name, role);
      }
    }
    knowsSenders = module.security.needsLogin();
  }

  @Override
  public void run(SipServletMessage message, String name, Handler work) throws Exception {
    boolean anonymous = message == null || runAs.isEmpty() && !knowsSenders;
    run(anonymous ? null : of(message, name), work);
  }

  /** Runs the beginning or end of a servlet. */
  void run(String servlet, Handler work) throws Exception {
    run(runAs.get(servlet), work);
  }

  private static void run(EjbIdentity identity, Handler work) throws Exception {
    if (identity == null) {
      work.handle();
    } else {
      identity.run(work);
    }
  }

  private EjbIdentity of(SipServletMessage message, String name) {
    EjbIdentity role = runAs.get(servletOf(message, name));
    return role == null ? sender(message) : role;
  }

  /** The servlet that handles the message's session: a route belongs to it. */
  private static String servletOf(SipServletMessage message, String name) {
    return message.getSession() instanceof DialogSession session ? session.handler() : name;
  }

  private static EjbIdentity sender(SipServletMessage message) {
    Principal sender =
        message instanceof SipServletRequest request ? request.getUserPrincipal() : null;
    return sender instanceof AuthenticatedUser user
        ? EjbIdentity.of(user.name(), user.roles())
        : null;
  }
}
