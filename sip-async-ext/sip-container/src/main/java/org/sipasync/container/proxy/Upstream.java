package org.sipasync.container.proxy;

import org.sipasync.container.message.MessageOrigin;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.session.DialogSession;
import org.sipasync.container.session.Lane;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transport.Flow;

/**
 * Server side of a request that is proxied; the floor above implements it. In the session's lane.
 */
public interface Upstream {
  /** The request as the application has it. */
  RequestFacade request();

  /** The request as it was received. */
  SipRequest received();

  /** Session of the request; null if it has none any more. */
  DialogSession session();

  /** Lane that everything of the request runs in. */
  Lane lane();

  /** Dialog usage that the request makes (RFC 5057): INVITE, or an event. */
  String usage();

  /** Dialog usage that the request ends by a final response; null if it ends none. */
  String endedUsage(int status);

  /** Flow that the request came by. */
  Flow flow();

  /**
   * Puts the final response into the proxy's hands. From then on a CANCEL is passed on to the
   * branches instead of being answered at once.
   *
   * @return false if the request has its final response already
   */
  boolean startProxying();

  /** True if a final response has left. */
  boolean isAnswered();

  /**
   * Says where the response that is passed on next has come from.
   *
   * @param origin as the container received it; null if it is made here
   */
  void cameFrom(MessageOrigin origin);

  /** Sends a response, the last one if it is final. */
  void pass(SipResponse response);

  /** Sends a 2xx to an INVITE that has one: another one, or the same again. */
  void passAgain(byte[] ok);
}
