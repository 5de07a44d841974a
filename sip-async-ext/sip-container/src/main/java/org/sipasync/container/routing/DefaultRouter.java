package org.sipasync.container.routing;

import java.io.Serializable;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.ar.SipApplicationRouter;
import javax.servlet.sip.ar.SipApplicationRouterInfo;
import javax.servlet.sip.ar.SipApplicationRoutingDirective;
import javax.servlet.sip.ar.SipApplicationRoutingRegion;
import javax.servlet.sip.ar.SipApplicationRoutingRegionType;
import javax.servlet.sip.ar.SipRouteModifier;
import javax.servlet.sip.ar.SipTargetedRequestInfo;

/**
 * Default application router (JSR 289, appendix C): the applications of the request's method in the
 * order of the DAR file, those that are not deployed left out. The state is the number of the last
 * one. Thread-safe.
 *
 * <p>A new request of an application that is in the list begins behind that application, unless it
 * is sent to this container itself: otherwise an application would get each call that it makes. The
 * reverse of a request goes to the applications of the other region.
 */
public final class DefaultRouter implements SipApplicationRouter {
  private static final String HEADER = "DAR:";

  private final DarFile file;
  private final Home home;
  private final Set<String> deployed = ConcurrentHashMap.newKeySet();

  public DefaultRouter(DarFile file, Home home) {
    this.file = file;
    this.home = home;
  }

  @Override
  public void init() {}

  @Override
  public void init(Properties properties) {}

  @Override
  public void destroy() {}

  @Override
  public void applicationDeployed(List<String> names) {
    deployed.addAll(names);
  }

  @Override
  public void applicationUndeployed(List<String> names) {
    names.forEach(deployed::remove);
  }

  @Override
  public SipApplicationRouterInfo getNextApplication(
      SipServletRequest request,
      SipApplicationRoutingRegion region,
      SipApplicationRoutingDirective directive,
      SipTargetedRequestInfo target,
      Serializable state) {
    List<DarEntry> entries = file.of(request.getMethod());
    if (target != null && deployed.contains(target.getApplicationName())) {
      return targeted(entries, target.getApplicationName(), request);
    }
    String sender = Senders.name(request);
    int after = after(entries, directive, state, request, sender);
    for (DarEntry entry : entries) {
      boolean next =
          directive == SipApplicationRoutingDirective.REVERSE
              ? isReverse(entry, region) && !entry.application().equals(sender)
              : entry.order() > after;
      if (next && deployed.contains(entry.application()) && entry.matches(request)) {
        return answer(entry, request);
      }
    }
    return new SipApplicationRouterInfo(null, region, null, null, SipRouteModifier.NO_ROUTE, null);
  }

  /** Number that the next application is behind; -1 for the first. */
  private int after(
      List<DarEntry> entries,
      SipApplicationRoutingDirective directive,
      Serializable state,
      SipServletRequest request,
      String sender) {
    if (directive == SipApplicationRoutingDirective.CONTINUE) {
      return state instanceof Integer order ? order : -1;
    }
    if (sender == null || Senders.staysHere(request, home)) {
      return -1;
    }
    return entries.stream()
        .filter(entry -> entry.application().equals(sender))
        .mapToInt(DarEntry::order)
        .max()
        .orElse(-1);
  }

  private static boolean isReverse(DarEntry entry, SipApplicationRoutingRegion region) {
    SipApplicationRoutingRegionType type = region == null ? null : region.getType();
    return type == null
        || type == SipApplicationRoutingRegionType.NEUTRAL
        || entry.region().getType() != type;
  }

  /** The targeted application, with its place if it is in the list, else at the end. */
  private static SipApplicationRouterInfo targeted(
      List<DarEntry> entries, String name, SipServletRequest request) {
    for (DarEntry entry : entries) {
      if (entry.application().equals(name)) {
        return new SipApplicationRouterInfo(
            name,
            entry.region(),
            subscriber(entry, request),
            null,
            SipRouteModifier.NO_ROUTE,
            entry.order());
      }
    }
    return new SipApplicationRouterInfo(
        name,
        SipApplicationRoutingRegion.NEUTRAL_REGION,
        null,
        null,
        SipRouteModifier.NO_ROUTE,
        Integer.MAX_VALUE);
  }

  private static SipApplicationRouterInfo answer(DarEntry entry, SipServletRequest request) {
    String[] routes = entry.route().isEmpty() ? null : new String[] {entry.route()};
    return new SipApplicationRouterInfo(
        entry.application(),
        entry.region(),
        subscriber(entry, request),
        routes,
        entry.modifier(),
        entry.order());
  }

  /** URI of the header that the file names, or the URI that it has; null if there is none. */
  private static String subscriber(DarEntry entry, SipServletRequest request) {
    String text = entry.subscriber();
    if (!text.startsWith(HEADER)) {
      return text;
    }
    try {
      Address address = request.getAddressHeader(text.substring(HEADER.length()));
      return address == null ? null : address.getURI().toString();
    } catch (ServletParseException | RuntimeException e) {
      return null;
    }
  }
}
