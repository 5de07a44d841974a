package org.sipasync.container.message;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletConnection;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.BufferedReader;
import java.io.UnsupportedEncodingException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.URI;

/** ServletRequest's methods on a SIP request; most of them mean nothing to SIP. */
abstract sealed class ServletRequestFacade extends MessageFacade implements SipServletRequest
    permits RequestFacade {
  private RequestLink link;

  ServletRequestFacade(MessageContext context, MessageOrigin origin) {
    super(context, origin);
  }

  /** Link to a request of the other leg; null if there is none. */
  public final RequestLink link() {
    return link;
  }

  /** Links the request to one of the other leg, instead of an earlier one. */
  public final void link(RequestLink newLink) {
    link = newLink;
  }

  /**
   * Returns the URI whose parameters are the request's: that of the popped Route, else the
   * Request-URI.
   */
  private SipURI parameterUri() {
    URI uri = getPoppedRoute() == null ? getRequestURI() : getPoppedRoute().getURI();
    return uri instanceof SipURI sip ? sip : null;
  }

  @Override
  public String getParameter(String name) {
    SipURI uri = parameterUri();
    return uri == null ? null : uri.getParameter(name);
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.enumeration(getParameterMap().keySet());
  }

  @Override
  public String[] getParameterValues(String name) {
    String value = getParameter(name);
    return value == null ? null : new String[] {value};
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    Map<String, String[]> map = new LinkedHashMap<>();
    SipURI uri = parameterUri();
    if (uri != null) {
      uri.getParameterNames()
          .forEachRemaining(name -> map.put(name, new String[] {uri.getParameter(name)}));
    }
    return Collections.unmodifiableMap(map);
  }

  @Override
  public String getScheme() {
    return getRequestURI().getScheme();
  }

  @Override
  public String getServerName() {
    return getLocalName();
  }

  @Override
  public int getServerPort() {
    return getLocalPort();
  }

  @Override
  public String getLocalName() {
    return getLocalAddr();
  }

  @Override
  public String getRemoteHost() {
    return getRemoteAddr();
  }

  @Override
  public long getContentLengthLong() {
    return getContentLength();
  }

  @Override
  public void setCharacterEncoding(String name) throws UnsupportedEncodingException {
    changeCharset(name);
  }

  @Override
  public ServletInputStream getInputStream() {
    return null;
  }

  @Override
  public BufferedReader getReader() {
    return null;
  }

  @Override
  public Locale getLocale() {
    return getAcceptLanguage() == null ? Locale.getDefault() : getAcceptLanguage();
  }

  @Override
  public Enumeration<Locale> getLocales() {
    return Collections.enumeration(Languages.accepted(this));
  }

  /**
   * Finds a SIP servlet by its name, as ServletContext.getNamedDispatcher does: SIP has no paths.
   */
  @Override
  public RequestDispatcher getRequestDispatcher(String name) {
    return getServletContext().getNamedDispatcher(name);
  }

  @Override
  public ServletContext getServletContext() {
    return getSession().getServletContext();
  }

  @Override
  public AsyncContext startAsync() {
    throw new IllegalStateException("SIP requests are suspended by async.call(...).resume(...)");
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
    throw new IllegalStateException("SIP requests have no AsyncContext");
  }

  @Override
  public DispatcherType getDispatcherType() {
    return DispatcherType.REQUEST;
  }

  @Override
  public String getRequestId() {
    return getCallId();
  }

  @Override
  public String getProtocolRequestId() {
    return "";
  }

  @Override
  public ServletConnection getServletConnection() {
    throw new UnsupportedOperationException("SIP requests have no ServletConnection");
  }
}
