package org.sipasync.container.session;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.EventListener;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import javax.servlet.sip.Address;
import javax.servlet.sip.Flow;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipSessionEvent;
import javax.servlet.sip.SipSessionListener;
import javax.servlet.sip.UAMode;
import javax.servlet.sip.URI;
import javax.servlet.sip.ar.SipApplicationRoutingRegion;
import org.sipasync.container.message.RefreshTerms;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.Routing;
import org.sipasync.container.message.ValueFactory;
import org.sipasync.jsr359.SessionKeepAlive;
import org.sipasync.jsr359.SipSession2;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.Uri;

/**
 * SipSession: one dialog, or a request that may create one. For its application session's lane
 * only.
 */
public final class DialogSession extends Member implements SipSession2 {
  /** Time that an application has to send BYE after a 408 within the call. */
  private static final Duration BYE_LIFE = Duration.ofMinutes(1);

  private final AppSession application;
  private final Dialog dialog;
  private final SessionState state = new SessionState();
  private SessionUser user;
  private Routing routing;
  private DialogSession joined;
  private DialogSession replaced;
  private String registeredTag;
  private String handler;

  /** True once the application has chosen the handler. */
  private boolean handlerSet;

  /** True if a listener has made it while it heard of the end of a session. */
  private final boolean isMadeAtEnd = Listeners.isTellingEnd();

  DialogSession(AppSession application, Dialog dialog) {
    super(application.timers().of(dialog.callId()));
    this.application = application;
    this.dialog = dialog;
    this.registeredTag = dialog.remoteTag();
    this.handler = application.application().mainServlet();
  }

  SessionState state() {
    return state;
  }

  /** Goes on with a session that another node has begun. */
  void restore(SipSessionSnapshot snapshot) {
    id(snapshot.id());
    state.restore(snapshot.usages());
    handler = snapshot.handler();
    handlerSet = true;
  }

  void begin() {
    events().fire(SipSessionListener.class, SipSessionListener::sessionCreated);
  }

  @Override
  DialogSessionEvents events() {
    return new DialogSessionEvents(this);
  }

  Application application() {
    return application.application();
  }

  public Dialog dialog() {
    return dialog;
  }

  /** Sets the user agent of this session; once, before the application sees it. */
  public void user(SessionUser sessionUser) {
    user = sessionUser;
  }

  public SessionUser user() {
    return user;
  }

  /** Sets the session's initial request, and the servlet that handles it. */
  public void initialRequest(RequestFacade request, String servlet) {
    routing = request.routing();
    joined = application.sessions().named(application(), request.message(), Headers.JOIN);
    replaced = application.sessions().named(application(), request.message(), Headers.REPLACES);
    handler = servlet;
  }

  /**
   * Returns the session that the initial request joins or replaces.
   *
   * @param header Join or Replaces
   * @return null if there is none, or it has ended
   */
  DialogSession corresponding(String header) {
    DialogSession found = null;
    if (header.equalsIgnoreCase(Headers.JOIN.name().toString())) {
      found = joined;
    } else if (header.equalsIgnoreCase(Headers.REPLACES.name().toString())) {
      found = replaced;
    }
    return found != null && found.isValid() ? found : null;
  }

  /** Copies from the session that this one is derived from what belongs to its request, too. */
  public void derivedFrom(DialogSession original) {
    handler = original.handler;
    handlerSet = original.handlerSet;
    routing = original.routing;
    joined = original.joined;
    replaced = original.replaced;
    setInvalidateWhenReady(original.getInvalidateWhenReady());
    for (String name : original.attributeNames()) {
      setAttribute(name, original.getAttribute(name));
    }
  }

  /** Returns the name of the servlet that handles this session's messages. */
  public String handler() {
    return handler;
  }

  /** Session timer that its servlet has. */
  public RefreshTerms refreshTerms() {
    return application().refreshTerms().apply(handler);
  }

  /** Calls the application's listeners of one type with an event of this session. */
  public <L extends EventListener> void tell(Class<L> type, BiConsumer<L, SipSessionEvent> to) {
    events().fire(type, to);
  }

  /** Calls the application back, in its context; what it throws is logged. */
  public void tell(SessionKeepAlive.Callback callback) {
    application().listeners().run(callback, () -> callback.handle(this));
  }

  /**
   * Returns the tag under which the session is registered; null until its dialog has a remote tag.
   */
  String registeredTag() {
    return registeredTag;
  }

  /** Registers the session under its dialog's tags, after they have changed. */
  public void register() {
    application.sessions().move(this, dialog.remoteTag());
    registeredTag = dialog.remoteTag();
  }

  @Override
  public void touch() {
    super.touch();
    application.touch();
  }

  /** Counts a request, sent or received, that awaits its final response. */
  public void onRequest() {
    state.onRequest();
    changed();
  }

  /**
   * Applies a response to the state.
   *
   * @param usage usage of the dialog that the request creates: INVITE, or an event
   */
  public void onResponse(Method method, int status, boolean hasTag, boolean asUas, String usage) {
    boolean awaited = state.awaitsBye();
    state.onResponse(method, status, hasTag, asUas, usage);
    if (state.awaitsBye() && !awaited) {
      timers().after(BYE_LIFE, () -> application.execute(this::giveUpBye));
    }
    changed();
  }

  private void giveUpBye() {
    if (isValid()) {
      state.giveUpBye();
      changed();
    }
  }

  /** Applies a final response within a dialog that goes by a proxy. */
  public void onPassed(Method method, int status, String usage) {
    state.onPassed(method, status, usage);
    changed();
  }

  /** Applies a NOTIFY that creates the dialog before the 2xx of its SUBSCRIBE (RFC 6665 4.4.1). */
  public void onNotify(String usage) {
    state.onNotify(usage);
    changed();
  }

  /** Takes in that its early dialog is over, while a proxy looks for another. */
  public void refused() {
    state.refused();
  }

  /** Records that a derived session got the final response to a request of this one. */
  public void answeredElsewhere() {
    state.answeredElsewhere();
    changed();
  }

  /** Takes in that the dialog's requests do not come by here: a proxy has recorded no route. */
  public void passBy() {
    state.passBy();
    changed();
  }

  /** Ends one usage of the dialog: BYE, or a NOTIFY that terminates an event. */
  public void endUsage(String usage) {
    state.endUsage(usage);
    changed();
  }

  /** Takes in that our request that has ended a usage is challenged, and is to be sent again. */
  public void reopen(String usage) {
    state.reopen(usage);
    changed();
  }

  /** Returns true if a request has no final response. */
  public boolean hasPending() {
    return state.hasPending();
  }

  @Override
  void changed() {
    application.sip().changed(this);
  }

  /** One without dialog that its application wants to keep is none (JSR 289 6.2.4). */
  @Override
  boolean isReady() {
    return isReadyToInvalidate()
        && !state.awaitsBye()
        && (getInvalidateWhenReady() || state.hadDialog());
  }

  /** Invalidates the session immediately if it is ready (JSR 289 6.2.4). */
  void settle() {
    boolean due = isToGo() && isReadyToInvalidate() && !state.awaitsBye();
    if (!due || application.isHeld()) {
      if (!state.hasPending()) {
        dialog.detach();
      }
      if (due) {
        application.sip().postpone(this);
      }
      return;
    }
    if (state
        .hadDialog()) { // without one JSR 289 knows no readiness, and who reports it would loop
      events().fireEnd(SipSessionListener::sessionReadyToInvalidate);
    }
    if (isToGo() && application.isHeld()) {
      application.sip().postpone(this);
    } else if (isToGo()) { // whatever the listener has begun in it (Javadoc of the listener)
      if (!state.hadDialog()) {
        application.outliveRequest();
      }
      invalidate();
    }
  }

  @Override
  public void invalidate() {
    if (!startEnd()) {
      return;
    }
    events().fireEnd(SipSessionListener::sessionDestroyed);
    end();
    application.sessions().remove(this);
    if (user != null) {
      user.onInvalidated();
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>Beyond the JSR, a session without dialog is ready with its last answer; but not one that a
   * listener has begun when it heard of an end: that would go on without end.
   */
  @Override
  public boolean isReadyToInvalidate() {
    checkValid();
    return state.isReadyToInvalidate() && (state.hadDialog() || !isMadeAtEnd);
  }

  @Override
  public SipServletRequest createRequest(String method) {
    checkValid();
    if (method.equals("ACK") || method.equals("CANCEL")) {
      throw new IllegalArgumentException(
          method + " is made by SipServletResponse.createAck or SipServletRequest.createCancel");
    }
    Method.of(method); // throws if it is none
    if (!state.allows(method)) {
      throw new IllegalStateException("The dialog of SIP session " + getId() + " has ended");
    }
    if (state.state() == State.INITIAL && state.hasPending()) {
      throw new IllegalStateException(
          "SIP session " + getId() + " has no dialog yet, and a request without final response");
    }
    return user.createRequest(method);
  }

  @Override
  public SipServletRequest getActiveInvite(UAMode mode) {
    for (SipServletRequest request : getActiveRequests(mode)) {
      if (request.getMethod().equals("INVITE")) {
        return request;
      }
    }
    return null;
  }

  @Override
  public Collection<SipServletRequest> getActiveRequests(UAMode mode) {
    checkValid();
    return List.copyOf(user.activeRequests(Objects.requireNonNull(mode, "mode")));
  }

  @Override
  public SessionKeepAlive getKeepAlive() {
    checkValid();
    return user.keepAlive();
  }

  @Override
  public AppSession getApplicationSession() {
    return application;
  }

  @Override
  public State getState() {
    checkValid();
    return state.state();
  }

  @Override
  String makeId() {
    return application.sessions().newId();
  }

  @Override
  public String getCallId() {
    return dialog.callId();
  }

  /** Returns a copy, whose changes have no effect. */
  @Override
  public Address getLocalParty() {
    return ValueFactory.address(dialog.local());
  }

  @Override
  public Address getRemoteParty() {
    return ValueFactory.address(dialog.remote());
  }

  @Override
  public SipApplicationRoutingRegion getRegion() {
    return received().region();
  }

  @Override
  public URI getSubscriberURI() {
    Uri subscriber = received().subscriber();
    return subscriber == null ? null : ValueFactory.uri(subscriber);
  }

  private Routing received() {
    checkValid();
    if (routing == null) {
      throw new IllegalStateException(this + " has received no initial request");
    }
    return routing;
  }

  @Override
  public ServletContext getServletContext() {
    return application().servletContext();
  }

  @Override
  public void setHandler(String name) throws ServletException {
    checkValid();
    if (!application().servlets().containsKey(Objects.requireNonNull(name, "name"))) {
      throw new ServletException(
          "Application " + application().name() + " has no SIP servlet named " + name);
    }
    handler = name;
    handlerSet = true;
  }

  /** Takes in that the initial request was forwarded to a servlet of its application. */
  public void forwardedTo(String servlet) {
    handler = handlerSet ? handler : servlet;
  }

  @Override
  public void setOutboundInterface(InetAddress address) {
    setOutboundInterface(new InetSocketAddress(Objects.requireNonNull(address, "address"), 0));
  }

  @Override
  public void setOutboundInterface(InetSocketAddress address) {
    checkValid();
    user.outboundInterface(Objects.requireNonNull(address, "address"));
  }

  @Override
  public Flow getFlow() {
    checkValid();
    return user.flow();
  }

  @Override
  public void setFlow(Flow flow) {
    checkValid();
    user.flow(flow);
  }

  @Override
  public Enumeration<String> getAttributeNames() {
    checkValid();
    return Collections.enumeration(attributeNames());
  }

  @Override
  public String toString() {
    return "SipSession " + getId();
  }
}
