package org.sipasync.testkit.phone;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One request of a phone and the responses to it. */
public final class Exchange {
  private static final Duration RETRANSMIT = Duration.ofSeconds(1);
  private static final int MAX_RETRANSMISSIONS = 20;

  private final SipPhone phone;
  private final SipMessage request;
  private final long sentNanos;

  Exchange(SipPhone phone, SipMessage request) {
    this.phone = phone;
    this.request = request;
    this.sentNanos = System.nanoTime();
    phone.transmit(request);
  }

  /** Returns the request. */
  public SipMessage request() {
    return request;
  }

  /** Retransmits the request, as UDP user agents do. */
  public void retransmit() {
    phone.transmit(request);
  }

  /** Waits for a response of a status; another final response is an error. */
  public SipMessage expect(int status) {
    return await(status).message();
  }

  /** Waits for any final response. */
  public SipMessage expectFinal() {
    return phone
        .await("final response to " + request.method(), m -> answersThis(m) && m.status() >= 200)
        .message();
  }

  /**
   * Waits for a response of a status, retransmitting every second: for loads whose answers may
   * overflow the phone's socket buffer (RFC 3261, 17.1.2).
   */
  public SipMessage expectRetransmitting(int status) {
    for (int i = 0; i < MAX_RETRANSMISSIONS && finals().isEmpty(); i++) {
      phone.waitUpTo(RETRANSMIT, m -> answersThis(m) && m.status() >= 200);
      if (finals().isEmpty()) {
        retransmit();
      }
    }
    return expect(status);
  }

  /**
   * Waits for a challenge, a 401 or 407, and answers it: the header line, Authorization or
   * Proxy-Authorization, to send the request again with.
   */
  public String credentials(String user, String password) {
    SipMessage challenge = expectFinal();
    return Digest.header(challenge, request, user, password)
        .orElseThrow(() -> new AssertionError("no challenge that can be met in\n" + challenge));
  }

  /** Waits for a response of a status and returns its delay in milliseconds. */
  public long millisTo(int status) {
    return TimeUnit.NANOSECONDS.toMillis(await(status).nanos() - sentNanos);
  }

  private Journal.Entry await(int status) {
    Journal.Entry entry =
        phone.await(
            status + " to " + request.method(),
            m -> answersThis(m) && (m.status() == status || isOtherFinal(m, status)));
    if (entry.message().status() != status) {
      throw new AssertionError(
          "expected " + status + ", got " + entry.message() + "\n" + phone.ladder());
    }
    return entry;
  }

  private static boolean isOtherFinal(SipMessage response, int status) {
    return response.status() >= 200 && response.status() != status;
  }

  /** Returns the statuses of the final responses so far, including retransmissions. */
  public List<Integer> finals() {
    return phone.received(m -> answersThis(m) && m.status() >= 200).stream()
        .map(e -> e.message().status())
        .toList();
  }

  /** Returns all responses so far, including retransmissions. */
  public List<SipMessage> responses() {
    return phone.received(this::answersThis).stream().map(Journal.Entry::message).toList();
  }

  private boolean answersThis(SipMessage message) {
    return message.isResponse()
        && message.branch().equals(request.branch())
        && message.method().equals(request.method());
  }
}
