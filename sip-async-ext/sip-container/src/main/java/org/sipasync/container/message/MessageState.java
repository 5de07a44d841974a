package org.sipasync.container.message;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipSession;
import org.sipasync.support.Failures;
import org.sipasync.support.LimitedLog;

/** State of a message besides its bytes: origin, commitment, attributes. */
abstract class MessageState implements SipServletMessage {
  private static final Logger LOG = System.getLogger(MessageState.class.getName());
  private static final LimitedLog LIMITED = new LimitedLog(LOG);

  /** Attribute with the certificates of a TLS peer, as HTTP servlets have it. */
  private static final String CERTIFICATES = "javax.servlet.request.X509Certificate";

  private final MessageContext context;
  private final MessageOrigin origin;
  private Map<String, Object> attributes;

  /** Null if the message is not authenticated. */
  private Caller caller;

  private boolean committed;
  private Function<String, RuntimeException> refusal;
  private Consumer<String> abandonment;
  private Runnable heldBack;

  /**
   * Describes a message.
   *
   * @param origin null if it was created here
   */
  MessageState(MessageContext context, MessageOrigin origin) {
    this.context = Objects.requireNonNull(context, "context");
    this.origin = origin;
  }

  /** Origin of the message; null if it was made here. */
  public final MessageOrigin origin() {
    return origin;
  }

  /** Returns the message's name for error messages: "INVITE request", "180 response to INVITE". */
  public abstract String name();

  final MessageContext context() {
    return context;
  }

  /** Returns true if the message was created here. */
  public final boolean isOutgoing() {
    return origin == null;
  }

  /**
   * Closes the message until {@link #resume} opens it again, or {@link #abandon} closes it for
   * good.
   *
   * @param refusing creates the exception for an operation tried meanwhile or after {@link
   *     #abandon}, from the operation's name
   * @param onAbandoned called with the reason if the container ends the suspension
   */
  public final void suspend(
      Function<String, RuntimeException> refusing, Consumer<String> onAbandoned) {
    refusal = Objects.requireNonNull(refusing, "refusing");
    abandonment = Objects.requireNonNull(onAbandoned, "onAbandoned");
    onSuspended();
  }

  /** Frees what can be made again: thousands of messages may be suspended. */
  void onSuspended() {}

  /** Opens the message again. */
  public final void resume() {
    refusal = null;
    abandonment = null;
  }

  /**
   * Ends a suspension, if there is one: CANCEL, BYE, end of the session. If whoever suspended it
   * fails on that, it is logged: others are to be told, too.
   */
  public final void abandon(String reason) {
    Consumer<String> told = abandonment;
    abandonment = null;
    if (told != null) {
      try {
        told.accept(reason);
      } catch (Throwable t) {
        String line = "The end of a suspension failed: " + Failures.describe(t);
        LIMITED.log(Level.ERROR, t.getClass().getName(), line);
        LOG.log(Level.DEBUG, "The end of a suspension failed", t);
      }
      goOn();
    }
  }

  /**
   * Sets what the container does with the message once it has been handled: a proxy passes it on.
   */
  public final void holdBack(Runnable task) {
    heldBack = Objects.requireNonNull(task, "task");
  }

  /** Does what was held back, once, unless the message is suspended. */
  public final void goOn() {
    Runnable task = heldBack;
    if (task != null && !isSuspended()) {
      heldBack = null;
      task.run();
    }
  }

  public final boolean isSuspended() {
    return abandonment != null;
  }

  /** Refuses an operation while the message is suspended, or after it was abandoned. */
  public final void checkOpen(String operation) {
    if (refusal != null) {
      throw refusal.apply(operation);
    }
  }

  /**
   * Refuses changes of a message that is suspended or committed.
   *
   * @throws IllegalStateException if it is committed
   */
  final void checkChangeable() {
    checkOpen("changing");
    if (committed) {
      throw new IllegalStateException(
          name() + " is committed and cannot change; change a message before it is sent");
    }
  }

  /** Commits the message, which can no longer change. */
  public final void commit() {
    committed = true;
  }

  @Override
  public final boolean isCommitted() {
    return committed;
  }

  @Override
  public SipSession getSession() {
    return getSession(true);
  }

  @Override
  public SipSession getSession(boolean create) {
    return context.session(create);
  }

  @Override
  public SipApplicationSession getApplicationSession() {
    return getApplicationSession(true);
  }

  @Override
  public SipApplicationSession getApplicationSession(boolean create) {
    return context.applicationSession(create);
  }

  @Override
  public Object getAttribute(String name) {
    Objects.requireNonNull(name, "name");
    Object value = attributes == null ? null : attributes.get(name);
    return value == null && name.equals(CERTIFICATES) ? certificates() : value;
  }

  private X509Certificate[] certificates() {
    boolean areShown = origin != null && !origin.certificates().isEmpty();
    return areShown ? origin.certificates().toArray(X509Certificate[]::new) : null;
  }

  @Override
  public Enumeration<String> getAttributeNames() {
    return attributes == null
        ? Collections.emptyEnumeration()
        : Collections.enumeration(java.util.List.copyOf(attributes.keySet()));
  }

  @Override
  public void setAttribute(String name, Object value) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    if (attributes == null) {
      attributes = new LinkedHashMap<>(4);
    }
    attributes.put(name, value);
  }

  @Override
  public void removeAttribute(String name) {
    Objects.requireNonNull(name, "name");
    if (attributes != null) {
      attributes.remove(name);
    }
  }

  @Override
  public abstract void send() throws IOException;

  @Override
  public String getProtocol() {
    return "SIP/2.0";
  }

  @Override
  public boolean isSecure() {
    return origin != null && origin.secure();
  }

  @Override
  public String getLocalAddr() {
    return origin == null ? null : MessageOrigin.host(origin.local());
  }

  @Override
  public int getLocalPort() {
    return origin == null ? -1 : origin.local().getPort();
  }

  @Override
  public String getRemoteAddr() {
    return origin == null ? null : MessageOrigin.host(origin.remote());
  }

  @Override
  public int getRemotePort() {
    return origin == null ? -1 : origin.remote().getPort();
  }

  @Override
  public String getTransport() {
    return origin == null ? null : origin.transport();
  }

  /** Origin of the message as the first application of the chain got it; null if one made it. */
  MessageOrigin initialOrigin() {
    return origin;
  }

  @Override
  public String getInitialRemoteAddr() {
    MessageOrigin initial = initialOrigin();
    return initial == null ? null : MessageOrigin.host(initial.remote());
  }

  @Override
  public int getInitialRemotePort() {
    MessageOrigin initial = initialOrigin();
    return initial == null ? -1 : initial.remote().getPort();
  }

  @Override
  public String getInitialTransport() {
    MessageOrigin initial = initialOrigin();
    return initial == null ? null : initial.transport();
  }

  /** Names the authenticated sender. */
  public final void caller(Caller sender) {
    caller = sender;
  }

  /** Returns null if the sender is not authenticated. */
  @Override
  public String getRemoteUser() {
    return caller == null ? null : caller.principal().getName();
  }

  @Override
  public Principal getUserPrincipal() {
    return caller == null ? null : caller.principal();
  }

  @Override
  public boolean isUserInRole(String role) {
    return caller != null && caller.roles().test(role);
  }
}
