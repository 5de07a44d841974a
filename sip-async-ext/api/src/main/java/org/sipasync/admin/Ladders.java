package org.sipasync.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Ladders of calls: the last SIP messages of this server, of all applications, and between them
 * what the calls waited for ({@code sip.ladder}).
 *
 * <pre>{@code
 * @Inject Ladders ladders;
 *
 * List<CallSummary> busy = ladders.find(new CallQuery(null, "olga", "INVITE", "486"), 20);
 * Ladder ladder = ladders.of(Set.of(busy.get(0).callId()), 1_000);
 * }</pre>
 *
 * <p>Messages are kept within bounds, the oldest overwritten first; credentials in them are masked
 * before they are kept. They are personal data nevertheless: numbers, addresses, texts.
 *
 * <h2>Thread</h2>
 *
 * Thread-safe. Each search reads all messages kept, some ms for ten thousand; SIP does not wait for
 * it.
 *
 * <h2>Authorisation</h2>
 *
 * There is none here, as in {@link Administration}.
 */
public interface Ladders {
  /** Returns true while messages are being captured. */
  boolean isOn();

  /**
   * Starts or ends the capture; what was kept is dropped at the end. Written to the audit log. Does
   * nothing before SIP has started.
   */
  void turn(boolean on);

  /** Returns the time of the oldest message kept; empty if there is none. */
  Optional<Instant> since();

  /**
   * Finds calls, those with the latest messages first.
   *
   * @param query selects calls; not null
   * @param max maximum number of calls; 1 to 1000
   * @return empty if none matches, or nothing is captured
   */
  List<CallSummary> find(CallQuery query, int max);

  /**
   * Returns the ladder of one call, or of several that belong together, such as the legs of a
   * back-to-back user agent.
   *
   * @param callIds their Call-IDs; at most 20
   * @param max maximum number of messages, the latest; 1 to 10,000
   * @return without messages if nothing is kept of them
   */
  Ladder of(Set<String> callIds, int max);

  /**
   * Records in the audit log that a ladder leaves the server.
   *
   * @param form the form it has, such as "pcap"
   */
  void exported(Ladder ladder, String form);
}
