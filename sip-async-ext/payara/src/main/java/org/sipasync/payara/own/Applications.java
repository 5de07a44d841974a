package org.sipasync.payara.own;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import javax.servlet.sip.ar.SipApplicationRoutingRegion;
import org.sipasync.Problem;
import org.sipasync.container.dispatch.ApplicationChoice;
import org.sipasync.container.message.Routing;
import org.sipasync.payara.server.ByClassLoader;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.Uri;

/**
 * Deployed applications. A new request goes to the one whose name comes first, until there is an
 * application router (issue 18). Thread-safe.
 */
final class Applications implements ApplicationChoice {
  private static final Logger LOG = System.getLogger("org.sipasync");

  private final ConcurrentSkipListMap<String, WarContext> open = new ConcurrentSkipListMap<>();
  private final ByClassLoader<WarContext> all = new ByClassLoader<>();

  /** Makes an application known to its own code. */
  void add(WarContext war) {
    all.put(war.classLoader(), war);
  }

  /**
   * Opens an application for messages.
   *
   * @throws org.sipasync.SipAsyncException SIPA-0206 if its name is taken
   */
  void open(WarContext war) {
    WarContext other = open.putIfAbsent(war.name(), war);
    if (other != null && other != war) {
      throw Problem.APPLICATION_NAME_TAKEN.exception(war.name(), other.path());
    }
    String first = open.firstKey();
    if (!first.equals(war.name())) {
      LOG.log(Level.WARNING, Problem.NO_NEW_REQUESTS.message(war.name(), first));
    }
  }

  /** Gives an application no new messages any more. */
  void close(WarContext war) {
    open.remove(war.name(), war);
  }

  void remove(WarContext war) {
    all.remove(war.classLoader());
  }

  Collection<WarContext> all() {
    return all.all();
  }

  Optional<WarContext> find(ClassLoader loader) {
    return all.find(loader);
  }

  @Override
  public Choice choose(SipRequest request, NameAddr poppedRoute) {
    Map.Entry<String, WarContext> first = open.firstEntry();
    if (first == null) {
      return null;
    }
    WarContext war = first.getValue();
    Routing routing =
        new Routing(
            poppedRoute, SipApplicationRoutingRegion.TERMINATING_REGION, subscriber(request));
    return new Choice(war.application(), routing, war.applicationKey());
  }

  private static Uri subscriber(SipRequest request) {
    try {
      return request.to().uri();
    } catch (ParseException e) {
      return null;
    }
  }
}
