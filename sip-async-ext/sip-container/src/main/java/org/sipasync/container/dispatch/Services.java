package org.sipasync.container.dispatch;

import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.sipasync.container.outbound.FlowTokens;
import org.sipasync.container.routing.ApplicationSelection;
import org.sipasync.container.session.Sessions;
import org.sipasync.sip.message.SipUri;

/**
 * Services that all loops of a container share. Immutable.
 *
 * @param applications chooses the application of an initial request
 * @param supported option tags that the container and its applications understand
 * @param random thread-safe
 * @param flows tokens of flows, good on all loops
 * @param watch who wants to hear of the end of flows
 * @param relay next hops that requests which no application wants are sent on to
 */
public record Services(
    Sessions sessions,
    ApplicationSelection applications,
    Contacts contacts,
    Set<String> supported,
    RandomGenerator random,
    FlowTokens flows,
    FlowWatch watch,
    Predicate<SipUri> relay) {
  public Services {
    supported = Set.copyOf(supported);
  }

  /** Describes services with flow tokens of their own, which send nothing on. */
  public Services(
      Sessions sessions,
      ApplicationSelection applications,
      Contacts contacts,
      Set<String> supported,
      RandomGenerator random) {
    this(sessions, applications, contacts, supported, random, hop -> false);
  }

  /** Describes services with flow tokens of their own. */
  public Services(
      Sessions sessions,
      ApplicationSelection applications,
      Contacts contacts,
      Set<String> supported,
      RandomGenerator random,
      Predicate<SipUri> relay) {
    this(
        sessions,
        applications,
        contacts,
        supported,
        random,
        new FlowTokens(random),
        new FlowWatch(),
        relay);
  }
}
