package org.sipasync.container.session;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.servlet.sip.SipSession.State;
import org.sipasync.sip.message.Method;

/**
 * State of a SIP session (JSR 289 6.2, RFC 3261 12) and whether it may be invalidated (6.2.4).
 *
 * <pre>
 *            1xx with To tag             2xx
 *  INITIAL -----------------> EARLY -----------> CONFIRMED
 *   ^   |                      |  |                  |
 *   |   +---------- 2xx -------|--|----------------&gt; |  (also SUBSCRIBE, REFER)
 *   |                          |  |                  |
 *   +--- 300-699, as UAC ------+  |                  | last usage ends: BYE (unless it
 *                                 |                  | is challenged), NOTIFY terminated;
 *                                 |                  | 481, 408
 *        300-699, as UAS          v                  v
 *  INITIAL, EARLY -----------> TERMINATED <----------+
 * </pre>
 *
 * <p>Requests that create no dialog leave it in INITIAL. A session is ready to be invalidated once
 * it is in TERMINATED, or back in INITIAL after requests, and no request is pending (after a 408,
 * that is done when its BYE is answered, or did not come for a minute); one that a proxy has made
 * without recording its route is ready in CONFIRMED, too. In INITIAL, JSR 289 has it so only after
 * an INVITE of ours was refused ({@link #hadDialog}).
 */
public final class SessionState {
  /** Begins the names of subscriptions' usages. */
  private static final String ANY_EVENT = "event ";

  private static final String INVITE = "INVITE";

  /** Mostly one; null while there are none. */
  private Set<String> usages;

  private State state = State.INITIAL;

  /** State that the end of the last usage has ended; null before. */
  private State ended;

  private int pending;
  private boolean used;
  private boolean refused;

  /** The peer no longer answers within the call, or does not know it: a BYE may still be sent. */
  private boolean lost;

  /** The peer no longer answers within the call, and the application has time to send BYE. */
  private boolean awaitsBye;

  /** The dialog's requests do not come by here. */
  private boolean passedBy;

  State state() {
    return state;
  }

  /** Returns the usages of the dialog; empty before it is confirmed, and at its end. */
  Set<String> usages() {
    return usages == null ? Set.of() : usages;
  }

  /** Takes in a confirmed dialog of another node. */
  void restore(Collection<String> restored) {
    usages = Set.copyOf(restored);
    state = State.CONFIRMED;
    used = true;
  }

  boolean isReadyToInvalidate() {
    boolean over =
        state == State.TERMINATED
            || state == State.INITIAL && used
            || state == State.CONFIRMED && passedBy;
    return over && pending == 0;
  }

  /** True if it has a dialog, or had one, or sent an INVITE that was refused. */
  boolean hadDialog() {
    return state != State.INITIAL || refused;
  }

  /** True if a request may be made: after a 408 or 481, the BYE still (RFC 3261 12.2.1.2). */
  boolean allows(String method) {
    return state != State.TERMINATED || lost && method.equals("BYE");
  }

  /**
   * True after a 408 within a call until a BYE: RFC 3261 12.2.1.2 has the dialog end by that, so
   * the container is in no hurry to invalidate its session.
   */
  boolean awaitsBye() {
    return awaitsBye;
  }

  /** Takes in that the application has sent no BYE in time. */
  void giveUpBye() {
    awaitsBye = false;
  }

  boolean hasPending() {
    return pending > 0;
  }

  /** Counts a request that awaits its final response; not for ACK and CANCEL. */
  void onRequest() {
    used = true;
    pending++;
  }

  /** Applies a response. */
  void onResponse(Method method, int status, boolean hasTag, boolean asUas, String usage) {
    if (status >= 200) {
      pending = Math.max(0, pending - 1);
    }
    if (state == State.TERMINATED) {
      return;
    }
    if (state == State.CONFIRMED) {
      inDialog(method, status, usage);
    } else if (method == Method.INVITE || state == State.INITIAL && makesDialog(method)) {
      beforeDialog(method, status, hasTag, asUas, usage);
    }
  }

  private void beforeDialog(
      Method method, int status, boolean hasTag, boolean asUas, String usage) {
    if (status >= 300) {
      state = asUas ? State.TERMINATED : State.INITIAL;
      refused = true;
    } else if (status >= 200) {
      use(usage);
      state = State.CONFIRMED;
    } else if (status > 100 && hasTag && method == Method.INVITE) {
      state = State.EARLY;
    }
  }

  private void inDialog(Method method, int status, String usage) {
    if (status == 481 || status == 408) {
      lost = usages != null && usages.contains(INVITE);
      awaitsBye = lost && status == 408;
      terminate();
    } else if (makesDialog(method) && status >= 200 && status < 300) {
      use(usage);
    }
  }

  /** Applies a NOTIFY that creates the dialog of a SUBSCRIBE without a response yet. */
  void onNotify(String usage) {
    if (state != State.TERMINATED) {
      use(usage);
      state = State.CONFIRMED;
    }
  }

  /**
   * Applies a final response to a request that a proxy has passed on within the dialog: a failure
   * ends the request, but the dialog only caller and callee.
   */
  void onPassed(Method method, int status, String usage) {
    if (status < 300) {
      onResponse(method, status, true, true, usage);
    } else {
      answeredElsewhere();
    }
  }

  private void use(String usage) {
    if (usages == null) {
      usages = Set.of(usage);
    } else if (!usages.contains(usage)) {
      usages = new HashSet<>(usages);
      usages.add(usage);
    }
  }

  /** Takes in that its early dialog is over, and another may follow. */
  void refused() {
    if (state == State.EARLY) {
      state = State.INITIAL;
    }
  }

  /** Records that another dialog of the same request got the final response. */
  void answeredElsewhere() {
    pending = Math.max(0, pending - 1);
  }

  /** Takes in that a proxy has made the dialog without recording its route. */
  void passBy() {
    passedBy = true;
  }

  /**
   * Ends one usage of the dialog; the last one ends the dialog. A NOTIFY without Event is of the
   * only subscription that there is.
   */
  void endUsage(String name) {
    lost = false;
    awaitsBye = false;
    String usage = name.equals(ANY_EVENT) ? onlyEvent() : name;
    if (usages != null && usages.contains(usage)) {
      usages = new HashSet<>(usages);
      usages.remove(usage);
    }
    boolean others = usages != null && !usages.isEmpty();
    if (!others && state != State.INITIAL) {
      ended = state;
      terminate();
    }
  }

  /** Takes in that the request that has ended a usage is challenged: the dialog goes on. */
  void reopen(String usage) {
    if (state == State.TERMINATED && ended != null && ended != State.TERMINATED) {
      state = ended;
    }
    use(usage);
  }

  private String onlyEvent() {
    List<String> events =
        usages == null
            ? List.of()
            : usages.stream().filter(usage -> usage.startsWith(ANY_EVENT)).toList();
    return events.size() == 1 ? events.get(0) : ANY_EVENT;
  }

  void terminate() {
    usages = null;
    state = State.TERMINATED;
  }

  /** Returns true if a method creates a dialog. */
  public static boolean makesDialog(Method method) {
    return method == Method.INVITE || method == Method.SUBSCRIBE || method == Method.REFER;
  }
}
