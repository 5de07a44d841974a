package org.sipasync.restcomm;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletConnection;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.servlet.sip.Address;
import javax.servlet.sip.Parameterable;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TooManyHopsException;
import javax.servlet.sip.URI;
import javax.sip.Dialog;
import javax.sip.ServerTransaction;
import javax.sip.Transaction;
import javax.sip.message.Request;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.message.SipFactoryImpl;
import org.mobicents.servlet.sip.message.SipServletRequestImpl;

/**
 * Restcomm's request with what Servlet 6 adds, and closed while it is suspended (rule A1). Public
 * only because Restcomm's serialisation asks for it.
 */
public class ContainerRequest extends SipServletRequestImpl implements Suspendable {

  private transient volatile Suspension suspension;

  @Override
  public Suspension suspension() {
    return suspension;
  }

  @Override
  public void suspension(Suspension value) {
    suspension = value;
  }

  private final transient long receivedNanos = System.nanoTime();

  /** Whether this request came from outside, to be answered here. */
  boolean isReceived() {
    return getTransaction() instanceof ServerTransaction;
  }

  /** Whether nothing of it goes on to another leg or a proxy's branch. */
  boolean endsHere() {
    MobicentsSipSession session = getSipSession();
    return session != null && session.getProxy() == null && session.getB2buaHelper() == null;
  }

  /** Time left to answer; null if that does not end by itself. */
  Duration remainingLife() {
    if (!isReceived() || Request.INVITE.equals(getMethod())) {
      return null;
    }
    Duration left = Suspensions.NON_INVITE_LIFE.minusNanos(System.nanoTime() - receivedNanos);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private void check(String attempt) {
    Suspensions.checkUsable(this, attempt);
  }

  /** For serialisation. */
  public ContainerRequest() {}

  ContainerRequest(
      Request request,
      SipFactoryImpl factory,
      MobicentsSipSession session,
      Transaction transaction,
      Dialog dialog,
      boolean createsDialog) {
    super(request, factory, session, transaction, dialog, createsDialog);
  }

  @Override
  public SipServletResponse createResponse(int status) {
    check("answering");
    return super.createResponse(status);
  }

  @Override
  public SipServletResponse createResponse(int status, String reason) {
    check("answering");
    return super.createResponse(status, reason);
  }

  @Override
  public Proxy getProxy() throws TooManyHopsException {
    check("proxying");
    return super.getProxy();
  }

  @Override
  public Proxy getProxy(boolean create) throws TooManyHopsException {
    check("proxying");
    return super.getProxy(create);
  }

  @Override
  public void send() throws IOException {
    check("sending");
    super.send();
  }

  @Override
  public void pushRoute(Address uri) {
    check("changing");
    super.pushRoute(uri);
  }

  @Override
  public void pushRoute(SipURI uri) {
    check("changing");
    super.pushRoute(uri);
  }

  @Override
  public void pushPath(Address uri) {
    check("changing");
    super.pushPath(uri);
  }

  @Override
  public void setRequestURI(URI uri) {
    check("changing");
    super.setRequestURI(uri);
  }

  @Override
  public void setMaxForwards(int hops) {
    check("changing");
    super.setMaxForwards(hops);
  }

  @Override
  public void addHeader(String name, String value) {
    check("changing");
    super.addHeader(name, value);
  }

  @Override
  public void setHeader(String name, String value) {
    check("changing");
    super.setHeader(name, value);
  }

  @Override
  public void removeHeader(String name) {
    check("changing");
    super.removeHeader(name);
  }

  @Override
  public void addAddressHeader(String name, Address value, boolean first) {
    check("changing");
    super.addAddressHeader(name, value, first);
  }

  @Override
  public void setAddressHeader(String name, Address value) {
    check("changing");
    super.setAddressHeader(name, value);
  }

  @Override
  public void addParameterableHeader(String name, Parameterable value, boolean first) {
    check("changing");
    super.addParameterableHeader(name, value, first);
  }

  @Override
  public void setParameterableHeader(String name, Parameterable value) {
    check("changing");
    super.setParameterableHeader(name, value);
  }

  @Override
  public void setContent(Object content, String type) throws UnsupportedEncodingException {
    check("changing");
    super.setContent(content, type);
  }

  @Override
  public void setContentType(String type) {
    check("changing");
    super.setContentType(type);
  }

  @Override
  public void setExpires(int seconds) {
    check("changing");
    super.setExpires(seconds);
  }

  @Override
  public void setAttribute(String name, Object value) {
    Suspensions.checkNotSuspended(this, "changing");
    super.setAttribute(name, value);
  }

  @Override
  public void removeAttribute(String name) {
    Suspensions.checkNotSuspended(this, "changing");
    super.removeAttribute(name);
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    Map<String, String[]> parameters = new LinkedHashMap<>();
    for (String name : Collections.list(getParameterNames())) {
      parameters.put(name, getParameterValues(name));
    }
    return Collections.unmodifiableMap(parameters);
  }

  @Override
  public ServletContext getServletContext() {
    return getSipSession() == null ? null : getSipSession().getServletContext();
  }

  @Override
  public String getRequestId() {
    return getTransaction() == null ? "" : getTransaction().getBranchId();
  }

  @Override
  public String getProtocolRequestId() {
    return getCallId();
  }

  @Override
  public ServletConnection getServletConnection() {
    return null;
  }

  @Override
  public long getContentLengthLong() {
    return getContentLength();
  }

  @Override
  public DispatcherType getDispatcherType() {
    return DispatcherType.REQUEST;
  }

  // Servlet's startAsync is for HTTP; a SIP request is suspended through SipAsync.

  @Override
  public AsyncContext startAsync() {
    throw new IllegalStateException(
        "A SIP request is suspended with SipAsync, not with startAsync()");
  }

  @Override
  public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
    return startAsync();
  }

  @Override
  public boolean isAsyncStarted() {
    return false;
  }

  @Override
  public boolean isAsyncSupported() {
    return false;
  }

  @Override
  public AsyncContext getAsyncContext() {
    throw new IllegalStateException("A SIP request has no AsyncContext");
  }
}
