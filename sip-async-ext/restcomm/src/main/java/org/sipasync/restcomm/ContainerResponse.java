package org.sipasync.restcomm;

import java.io.IOException;
import java.io.UnsupportedEncodingException;
import javax.servlet.sip.Address;
import javax.servlet.sip.Parameterable;
import javax.servlet.sip.Rel100Exception;
import javax.servlet.sip.SipServletRequest;
import javax.sip.Dialog;
import javax.sip.Transaction;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.message.SipFactoryImpl;
import org.mobicents.servlet.sip.message.SipServletResponseImpl;

/**
 * Restcomm's response with what Servlet 6 adds, and closed while it is suspended (rule A1). Public
 * only because Restcomm's serialisation asks for it.
 */
public class ContainerResponse extends SipServletResponseImpl implements Suspendable {

  private transient volatile Suspension suspension;

  @Override
  public Suspension suspension() {
    return suspension;
  }

  @Override
  public void suspension(Suspension value) {
    suspension = value;
  }

  private void check(String attempt) {
    Suspensions.checkUsable(this, attempt);
    if (getRequest() instanceof ContainerRequest request && request.isReceived()) {
      Suspensions.checkUsable(request, attempt);
    }
  }

  /** For serialisation. */
  public ContainerResponse() {}

  ContainerResponse(
      Response response,
      SipFactoryImpl factory,
      Transaction transaction,
      MobicentsSipSession session,
      Dialog dialog,
      boolean received,
      boolean retransmission) {
    super(response, factory, transaction, session, dialog, received, retransmission);
  }

  @Override
  public void send() throws IOException {
    check("sending");
    super.send();
    release();
  }

  /**
   * The request lives on for 32 s with its transaction (RFC 3261, 17.2.2), which repeats the
   * response from its bytes: as many objects as the request's need not live so long. Restcomm looks
   * at them again for an INVITE, for a failure, and for requests that go on elsewhere.
   */
  private void release() {
    if (getStatus() / 100 == 2
        && !Request.INVITE.equals(getMethod())
        && getRequest() instanceof ContainerRequest request
        && request.isReceived()
        && request.endsHere()) {
      request.cleanUpLastResponses();
    }
  }

  @Override
  public void sendReliably() throws Rel100Exception {
    check("sending");
    super.sendReliably();
  }

  @Override
  public SipServletRequest createAck() {
    check("acknowledging");
    return super.createAck();
  }

  @Override
  public SipServletRequest createPrack() throws Rel100Exception {
    check("acknowledging");
    return super.createPrack();
  }

  @Override
  public void setStatus(int status) {
    check("changing");
    super.setStatus(status);
  }

  @Override
  public void setStatus(int status, String reason) {
    check("changing");
    super.setStatus(status, reason);
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
  public void setContentLengthLong(long length) {
    setContentLength(Math.toIntExact(length));
  }
}
