package org.sipasync.sip.message;

/** Refusal of a whole message, with the request to answer. Has no stack trace. */
public final class MessageRefusal extends ParseException {
  private final transient SipRequest request;

  MessageRefusal(ParseException cause, SipRequest request) {
    super(cause.status(), cause.reason());
    this.request = request;
  }

  /**
   * Returns the readable part of the refused request, to build the response from ({@link
   * SipRequest#response}); null if it cannot be answered (a response, an ACK, no usable Via).
   */
  public SipRequest request() {
    return request;
  }
}
