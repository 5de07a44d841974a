package org.sipasync.container.message;

import java.io.IOException;
import java.time.Duration;
import javax.servlet.sip.B2buaHelper;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.Rel100Exception;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipSession;
import javax.servlet.sip.TooManyHopsException;
import org.sipasync.container.security.Nonces;
import org.sipasync.sip.message.SipResponse;

/** Session and transaction as a message needs them; upper packages implement it. */
public interface MessageContext {
  /** Returns the session of the message; null if there is none and none is to be created. */
  SipSession session(boolean create);

  /**
   * Returns the application session of the message; null if there is none and none is to be
   * created.
   */
  SipApplicationSession applicationSession(boolean create);

  /**
   * Sends a request.
   *
   * @throws IllegalStateException if it cannot be sent now
   */
  void send(RequestFacade request) throws IOException;

  /**
   * Sends a response.
   *
   * @throws IllegalStateException if it cannot be sent now
   */
  void send(ResponseFacade response) throws IOException;

  /** Sends a provisional response reliably (RFC 3262). */
  void sendReliably(ResponseFacade response) throws Rel100Exception;

  /**
   * Adds the container's headers to a response: To tag, Contact.
   *
   * @throws IllegalStateException if the request has its final response
   */
  void prepare(RequestFacade request, SipResponse response);

  /**
   * Creates the CANCEL of an INVITE.
   *
   * @throws IllegalStateException if it cannot be cancelled
   */
  RequestFacade createCancel(RequestFacade request);

  /**
   * Creates the ACK of a 2xx.
   *
   * @throws IllegalStateException if there is nothing to acknowledge
   */
  RequestFacade createAck(ResponseFacade response);

  /** Helper of an application that acts as a back-to-back user agent. */
  default B2buaHelper b2buaHelper() {
    throw new IllegalStateException("A message without a session has no B2buaHelper");
  }

  /** Returns the time left to answer a received request; null if there is no limit. */
  default Duration remainingLife() {
    return null;
  }

  /**
   * Returns true if the loop has answered a received request, even if its lane has not been told
   * yet.
   */
  default boolean isEnded() {
    return false;
  }

  /**
   * Returns true if a received request has no final response, and nothing in progress will lead to
   * one.
   */
  default boolean awaitsAnswer() {
    return false;
  }

  /**
   * Proxy of a received request.
   *
   * @param create makes it if there is none
   * @return null if there is none and none is to be made
   * @throws IllegalStateException if the request cannot be proxied
   */
  default Proxy proxy(RequestFacade request, boolean create) throws TooManyHopsException {
    if (create) {
      throw new IllegalStateException(request.name() + " was not received, so it is not proxied");
    }
    return null;
  }

  /** True if the application has proxied a received request. */
  default boolean isProxied() {
    return false;
  }

  /** Branch of a proxy that the message belongs to; null if there is none. */
  default ProxyBranch branch() {
    return null;
  }

  /** True for the failure of one branch that others may be better than. */
  default boolean isIntermediate() {
    return false;
  }

  /** Returns what a cluster needs of a received initial INVITE; null for any other message. */
  default SurvivableInvite survivable() {
    return null;
  }

  /**
   * Via that a request made here will leave with, as far as that is known before: its protocol and
   * the address of the first listen point. Null for other messages.
   */
  default String via() {
    return null;
  }

  /** Session timer that the message's servlet has. */
  default RefreshTerms refreshTerms() {
    return RefreshTerms.OFF;
  }

  /** Creates the PRACK of a reliable provisional response. */
  RequestFacade createPrack(ResponseFacade response) throws Rel100Exception;

  /**
   * Returns the nonces of the challenged session.
   *
   * @throws IllegalStateException if the message is no response to a request of ours
   */
  Nonces nonces();
}
