package org.sipasync.container.message;

import jakarta.servlet.ServletOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UnsupportedEncodingException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.Rel100Exception;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.sipasync.sip.message.Authentication;
import org.sipasync.sip.message.HeaderType;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipResponse;

/** SipServletResponse over a response's bytes. For the lane of its application session. */
public final class ResponseFacade extends MessageFacade implements SipServletResponse {
  private final RequestFacade request;
  private SipResponse message;

  /**
   * Wraps a response.
   *
   * @param request that it answers
   * @param origin null if it was created here
   */
  public ResponseFacade(
      SipResponse message, RequestFacade request, MessageContext context, MessageOrigin origin) {
    super(context, origin);
    this.message = message;
    this.request = request;
  }

  /**
   * Refuses numbers that are no status.
   *
   * @throws IllegalArgumentException if it is not between 100 and 699
   */
  public static void checkStatus(int status) {
    if (status < 100 || status > 699) {
      throw new IllegalArgumentException("Status " + status + " is not between 100 and 699");
    }
  }

  @Override
  public SipResponse message() {
    return message;
  }

  @Override
  public String name() {
    return getStatus() + " response to " + getMethod();
  }

  @Override
  MessageOrigin initialOrigin() {
    return super.initialOrigin() == null ? null : super.initialOrigin().initial();
  }

  @Override
  boolean partiesMayChange() {
    return false;
  }

  @Override
  public String getMethod() {
    return request.getMethod();
  }

  @Override
  public RequestFacade getRequest() {
    return request;
  }

  @Override
  public int getStatus() {
    return message.status();
  }

  @Override
  public void setStatus(int status) {
    checkStatus(status);
    checkChangeable();
    message = message.withStatus(status);
  }

  @Override
  public void setStatus(int status, String reason) {
    checkStatus(status);
    checkChangeable();
    message = message.withStatus(status, reason);
  }

  @Override
  public String getReasonPhrase() {
    return message.reason();
  }

  @Override
  public void send() throws IOException {
    checkSendable();
    context().send(this);
  }

  @Override
  public void sendReliably() throws Rel100Exception {
    checkSendable();
    context().sendReliably(this);
  }

  private void checkSendable() {
    request.checkOpen("answering");
    checkChangeable();
    if (!isOutgoing()) {
      throw new IllegalStateException(name() + " was received and cannot be sent");
    }
  }

  @Override
  public SipServletRequest createAck() {
    return context().createAck(this);
  }

  @Override
  public SipServletRequest createPrack() throws Rel100Exception {
    return context().createPrack(this);
  }

  @Override
  public Iterator<String> getChallengeRealms() {
    Set<String> realms = new LinkedHashSet<>();
    addRealms(realms, Headers.WWW_AUTHENTICATE);
    addRealms(realms, Headers.PROXY_AUTHENTICATE);
    return realms.iterator();
  }

  /** Adds the realms of well-formed challenges. */
  private void addRealms(Set<String> realms, HeaderType<Authentication> type) {
    try {
      for (Authentication challenge : message.list(type)) {
        if (challenge.get("realm") != null) {
          realms.add(challenge.get("realm"));
        }
      }
    } catch (ParseException e) {
      return;
    }
  }

  @Override
  public Proxy getProxy() {
    ProxyBranch branch = getProxyBranch();
    return branch == null ? null : branch.getProxy();
  }

  @Override
  public ProxyBranch getProxyBranch() {
    return context().branch();
  }

  @Override
  public boolean isBranchResponse() {
    return context().isIntermediate();
  }

  @Override
  public ServletOutputStream getOutputStream() {
    return null;
  }

  @Override
  public PrintWriter getWriter() {
    return null;
  }

  /**
   * Throws IllegalArgumentException for an unknown charset, since ServletResponse declares no
   * exception.
   */
  @Override
  public void setCharacterEncoding(String name) {
    try {
      changeCharset(name);
    } catch (UnsupportedEncodingException e) {
      throw new IllegalArgumentException(e.getMessage());
    }
  }

  @Override
  public void setContentLengthLong(long length) {
    setContentLength(Math.toIntExact(length));
  }

  @Override
  public int getBufferSize() {
    return 0;
  }

  /** Does nothing: SIP responses have no buffer. */
  @Override
  public void setBufferSize(int size) {}

  @Override
  public void flushBuffer() {}

  @Override
  public void resetBuffer() {}

  @Override
  public void reset() {}

  @Override
  public Locale getLocale() {
    return getContentLanguage() == null ? Locale.getDefault() : getContentLanguage();
  }

  @Override
  public void setLocale(Locale locale) {
    setContentLanguage(locale);
  }
}
