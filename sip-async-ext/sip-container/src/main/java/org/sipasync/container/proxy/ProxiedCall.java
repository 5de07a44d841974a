package org.sipasync.container.proxy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import javax.servlet.sip.SipSession.State;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.session.Dialog;
import org.sipasync.container.session.DialogSession;
import org.sipasync.container.session.Lane;
import org.sipasync.container.session.SessionState;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;

/**
 * Sessions of the dialogs that one proxied request makes, by the callees' tags: the first dialog is
 * the request's session, each further one gets a session derived from it. For the session's lane,
 * but for {@link #find}.
 *
 * <p>It lives as long as a dialog that comes back to us, and so keeps nothing of the search.
 */
public final class ProxiedCall implements Dialogs {
  /** Dialogs of one request at most: a peer makes one with each new tag. */
  static final int MAX_DIALOGS = 64;

  private static final Duration EARLY_LIFE = Duration.ofSeconds(32);

  private final ProxyServices services;
  private final DialogSession original;
  private final Method method;
  private final String usage;
  private final String callId;
  private final String callerTag;

  /** Copied when it changes: the loop reads it. */
  private volatile Map<String, DialogSession> byTag = Map.of();

  /** Key in our Record-Route; null as long as nothing is recorded. */
  private String key;

  private boolean supervised;
  private boolean acceptedHere;

  ProxiedCall(ProxyServices services, Upstream upstream) {
    this.services = services;
    this.original = upstream.session();
    this.method = upstream.received().method();
    this.usage = upstream.usage();
    this.callId = upstream.received().callId();
    this.callerTag = Tags.from(upstream.received());
  }

  /** Key of our Record-Route; from now on requests of these dialogs are expected here. */
  @Override
  public String record() {
    if (key == null) {
      key = services.routes().key(services.sessions().newId(), callId, callerTag);
      services.calls().put(key, this);
    }
    return key;
  }

  private Set<DialogSession> all() {
    Set<DialogSession> all = new LinkedHashSet<>();
    all.add(original);
    all.addAll(byTag.values());
    return all;
  }

  /** True if a request within one of the dialogs is the caller's. */
  public boolean isFromCaller(SipRequest request) {
    return callerTag.equals(Tags.from(request));
  }

  /** Session that a request within one of the dialogs belongs to; null if there is none. */
  DialogSession find(SipRequest request) {
    String from = Tags.from(request);
    String to = Tags.to(request);
    if (!callerTag.equals(from) && !callerTag.equals(to)) {
      return null;
    }
    DialogSession found = byTag.get(callerTag.equals(from) ? to : from);
    boolean early = found == null && request.method() == Method.NOTIFY;
    return early ? original : found;
  }

  /**
   * Session of a response, made if its dialog is new.
   *
   * @return null if it gets none: there are too many, or the request's is over
   */
  @Override
  public DialogSession sessionOf(RequestFacade request, SipResponse response) {
    String tag = Tags.to(response);
    boolean makes = SessionState.makesDialog(method) && response.status() < 300;
    if (!makes || tag.isEmpty()) {
      return original;
    }
    DialogSession known = byTag.get(tag);
    if (known == null) {
      known = byTag.isEmpty() || isUnused() && isEarly(original) ? original : derive(request);
      put(tag, known);
    }
    return known;
  }

  /** True if no dialog is the request's own session's: its branch has failed. */
  private boolean isUnused() {
    return !byTag.containsValue(original);
  }

  private void put(String tag, DialogSession session) {
    if (session != null) {
      Map<String, DialogSession> changed = new LinkedHashMap<>(byTag);
      changed.put(tag, session);
      byTag = changed;
    }
  }

  private DialogSession derive(RequestFacade request) {
    if (byTag.size() >= MAX_DIALOGS || !original.isValid()) {
      return null;
    }
    try {
      Dialog dialog = Dialog.asUas(request.message(), services.sessions().newId());
      DialogSession derived = services.host().create(original.getApplicationSession(), dialog);
      derived.derivedFrom(original);
      derived.onRequest();
      services.host().proxied(derived, this);
      return derived;
    } catch (ParseException e) {
      return null;
    }
  }

  @Override
  public void start(boolean responsesSeen) {
    supervised = responsesSeen;
    if (original.isValid()) {
      original.onRequest();
      services.host().proxied(original, this);
    }
  }

  @Override
  public void onAnsweredHere(int status) {
    acceptedHere |= status / 100 == 2;
  }

  /** True if the application has accepted the request itself: it is the callee. */
  public boolean isAcceptedHere() {
    return acceptedHere;
  }

  /** True if the application sees responses. */
  public boolean isSupervised() {
    return supervised;
  }

  @Override
  public void onProvisional(DialogSession session, SipResponse response) {
    if (session != null && session.isValid()) {
      boolean hasTag = !Tags.to(response).isEmpty();
      session.onResponse(method, response.status(), hasTag, true, usage);
    }
  }

  @Override
  public void onOk(DialogSession session, SipResponse response) {
    if (session != null && session.isValid()) {
      session.onResponse(method, response.status(), true, true, usage);
    }
  }

  @Override
  public void onPassingBy(DialogSession session) {
    if (session != null && session.isValid()) {
      session.passBy();
    }
  }

  /**
   * Ends derived sessions; the request's own is for the next dialog, as after the refusal of an
   * INVITE of ours.
   */
  @Override
  public void onBranchFailure(Set<String> tags) {
    Map<String, DialogSession> left = new LinkedHashMap<>(byTag);
    for (String tag : tags) {
      DialogSession session = left.get(tag);
      if (session == null || !isEarly(session)) {
        continue;
      }
      left.remove(tag);
      if (session == original) {
        session.refused();
      } else {
        session.onResponse(method, 487, true, true, usage);
      }
    }
    byTag = left;
  }

  /** Takes in that a failure goes upstream: it ends all early dialogs. */
  @Override
  public void onFailure(int status) {
    for (DialogSession each : all()) {
      if (each.isValid()) {
        each.onResponse(method, status, true, true, usage);
      }
    }
  }

  /** Early dialogs that may still be accepted end 64 × T1 after the 2xx (RFC 3261 13.2.2.4). */
  @Override
  public void end() {
    if (original.isValid()) {
      original.answeredElsewhere();
    }
    if (!byTag.isEmpty() && isUnused() && isEarly(original)) {
      original.onResponse(method, 487, true, true, usage);
    }
    if (key == null) {
      endEarly();
    } else if (all().stream().anyMatch(ProxiedCall::isEarly)) {
      Lane lane = original.getApplicationSession().lane();
      services
          .sessions()
          .timers()
          .of(callId)
          .after(EARLY_LIFE, () -> lane.execute(this::endAndSettle));
    }
    settle();
  }

  private void endAndSettle() {
    endEarly();
    settle();
  }

  private static boolean isEarly(DialogSession session) {
    return session.isValid() && session.hasPending() && session.getState() != State.CONFIRMED;
  }

  private void endEarly() {
    for (DialogSession each : all()) {
      if (isEarly(each)) {
        each.onResponse(method, 487, true, true, usage);
      }
    }
  }

  private void settle() {
    for (DialogSession each : all()) {
      if (each.isValid()) {
        services.host().settle(each);
        return; // of the same application session
      }
    }
  }

  /** Forgets a session that has ended. */
  public void onInvalidated(DialogSession session) {
    Map<String, DialogSession> left = new LinkedHashMap<>(byTag);
    left.values().removeIf(each -> each == session);
    byTag = left;
    if (key != null && left.isEmpty() && !original.isValid()) {
      services.calls().remove(key);
    }
  }
}
