package org.sipasync.container.message;

import java.io.IOException;
import java.time.Duration;
import javax.servlet.sip.B2buaHelper;
import javax.servlet.sip.Rel100Exception;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipSession;
import org.sipasync.container.security.Nonces;
import org.sipasync.sip.message.SipResponse;

/** Session and transaction as a message needs them; upper packages implement it. */
public interface MessageContext {
  /** Session of the message; null if there is none and none is to be created. */
  SipSession session(boolean create);

  /** Application session of the message; null if there is none and none is to be created. */
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

  /** Sends a provisional response by RFC 3262. */
  void sendReliably(ResponseFacade response) throws Rel100Exception;

  /**
   * Adds what the container sets in a response: To tag, Contact.
   *
   * @throws IllegalStateException if the request has its final response
   */
  void prepare(RequestFacade request, SipResponse response);

  /**
   * Makes the CANCEL of an INVITE.
   *
   * @throws IllegalStateException if it cannot be cancelled
   */
  RequestFacade createCancel(RequestFacade request);

  /**
   * Makes the ACK of a 2xx.
   *
   * @throws IllegalStateException if there is nothing to acknowledge
   */
  RequestFacade createAck(ResponseFacade response);

  /** Helper of an application that acts as a back-to-back user agent. */
  default B2buaHelper b2buaHelper() {
    throw new IllegalStateException("A message without a session has no B2buaHelper");
  }

  /** Time left to answer a received request; null if it does not end by itself. */
  default Duration remainingLife() {
    return null;
  }

  /** True if the loop has answered a received request, whether its lane has been told or not. */
  default boolean isEnded() {
    return false;
  }

  /**
   * True if a received request has no final response, and nothing is under way that leads to one.
   */
  default boolean awaitsAnswer() {
    return false;
  }

  /** Makes the PRACK of a reliable provisional response. */
  RequestFacade createPrack(ResponseFacade response) throws Rel100Exception;

  /**
   * Nonces of the session that was challenged.
   *
   * @throws IllegalStateException if the message is no response to a request of ours
   */
  Nonces nonces();
}
