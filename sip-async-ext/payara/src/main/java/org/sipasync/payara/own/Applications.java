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
 * Deployed applications. Until there is an application router (issue 18), a new request goes to the
 * first that {@code sip.dar} names for it, or without that to the one whose name comes first.
 * Thread-safe.
 */
final class Applications implements ApplicationChoice {
  private static final Logger LOG = System.getLogger("org.sipasync");
  private static final String FROM = "DAR:From";
  private static final String TO = "DAR:To";

  private final ConcurrentSkipListMap<String, WarContext> open = new ConcurrentSkipListMap<>();
  private final ByClassLoader<WarContext> all = new ByClassLoader<>();
  private final DarFile dar;

  /**
   * Starts without applications.
   *
   * @param dar null if there is none
   */
  Applications(DarFile dar) {
    this.dar = dar;
  }

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
    if (dar == null && !first.equals(war.name())) {
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
    return dar == null ? first(request, poppedRoute) : byFile(request, poppedRoute);
  }

  private Choice first(SipRequest request, NameAddr poppedRoute) {
    Map.Entry<String, WarContext> first = open.firstEntry();
    SipApplicationRoutingRegion region = SipApplicationRoutingRegion.TERMINATING_REGION;
    return first == null
        ? null
        : choice(first.getValue(), new Routing(poppedRoute, region, party(request, TO)));
  }

  private Choice byFile(SipRequest request, NameAddr poppedRoute) {
    String startLine = request.method() + " " + request.uriText();
    return dar.first(request.method().toString(), startLine, open::containsKey)
        .map(entry -> choice(entry, request, poppedRoute))
        .orElse(null);
  }

  private Choice choice(DarFile.Entry entry, SipRequest request, NameAddr poppedRoute) {
    WarContext war = open.get(entry.application());
    Uri subscriber = party(request, entry.subscriber());
    return war == null ? null : choice(war, new Routing(poppedRoute, entry.region(), subscriber));
  }

  private static Choice choice(WarContext war, Routing routing) {
    return new Choice(war.application(), routing, war.applicationKey());
  }

  /** URI of From or To, by {@code DAR:From} or {@code DAR:To}; else null. */
  private static Uri party(SipRequest request, String subscriber) {
    try {
      return switch (subscriber) {
        case FROM -> request.from().uri();
        case TO -> request.to().uri();
        default -> null;
      };
    } catch (ParseException e) {
      return null;
    }
  }
}
