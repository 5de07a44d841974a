package org.sipasync.restcomm;

import javax.sip.Dialog;
import javax.sip.Transaction;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.mobicents.servlet.sip.core.MobicentsSipFactory;
import org.mobicents.servlet.sip.core.MobicentsSipServletMessageFactory;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletRequest;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletResponse;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.message.SipFactoryImpl;

/** Makes our messages for Restcomm, which knows this class by name. */
public class MessageFactory implements MobicentsSipServletMessageFactory {
  private SipFactoryImpl factory;

  @Override
  public MobicentsSipServletRequest createSipServletRequest(
      Request request,
      MobicentsSipSession session,
      Transaction transaction,
      Dialog dialog,
      boolean createsDialog) {
    return new ContainerRequest(request, factory, session, transaction, dialog, createsDialog);
  }

  @Override
  public MobicentsSipServletResponse createSipServletResponse(
      Response response,
      Transaction transaction,
      MobicentsSipSession session,
      Dialog dialog,
      boolean received,
      boolean retransmission) {
    return new ContainerResponse(
        response, factory, transaction, session, dialog, received, retransmission);
  }

  @Override
  public void setMobicentsSipFactory(MobicentsSipFactory value) {
    factory = (SipFactoryImpl) value;
  }

  @Override
  public MobicentsSipFactory getMobicentsSipFactory() {
    return factory;
  }
}
