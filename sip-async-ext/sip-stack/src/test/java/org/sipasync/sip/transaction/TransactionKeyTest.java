package org.sipasync.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.sip.transaction.Requests.request;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.Method;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;

class TransactionKeyTest {
  private final TransactionKeys keys = new TransactionKeys();

  private TransactionKey key(String branch, String sentBy, String method) throws ParseException {
    return keys.of(request(method, branch, sentBy, ""));
  }

  /** The vector of the paper that defines SipHash (appendix A). */
  @Test
  void sipHashAgreesWithItsTestVector() {
    byte[] data = new byte[15];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) i;
    }
    SipHash hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
    assertThat(hash.hash(data, data.length)).isEqualTo(0xa129ca6149be45e5L);
  }

  /** The first vector of the authors' own test program for 128 bits: an empty input. */
  @Test
  void sipHashOf128BitsAgreesWithItsTestVector() {
    SipHash hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
    assertThat(hash.hash128(new byte[0], 0))
        .isEqualTo(new TransactionKey(0xe6a825ba047f81a3L, 0x930255c71472f66dL));
  }

  @Test
  @Tag("C-B7")
  void differsByBranchSentByAndMethod() throws ParseException {
    TransactionKey one = key("z9hG4bK1", "a:5060", "OPTIONS");
    assertThat(key("z9hG4bK1", "A:5060", "OPTIONS")).isEqualTo(one).hasSameHashCodeAs(one);
    assertThat(key("z9hG4bK2", "a:5060", "OPTIONS")).isNotEqualTo(one);
    assertThat(key("z9hG4bK1", "b:5060", "OPTIONS")).isNotEqualTo(one);
    assertThat(key("z9hG4bK1", "a:5061", "OPTIONS")).isNotEqualTo(one);
    assertThat(key("z9hG4bK1", "a", "OPTIONS")).isNotEqualTo(one);
    assertThat(key("z9hG4bK1", "a:5060", "MESSAGE")).isNotEqualTo(one);
  }

  @Test
  @Tag("C-B3")
  void anAckAndACancelFindTheirInvite() throws ParseException {
    TransactionKey invite = key("z9hG4bK1", "a", "INVITE");
    SipRequest cancel = request("CANCEL", "z9hG4bK1", "a", "");
    assertThat(key("z9hG4bK1", "a", "ACK")).isEqualTo(invite);
    assertThat(keys.cancelled(cancel, Method.INVITE)).isEqualTo(invite);
    assertThat(keys.of(cancel)).isNotEqualTo(invite);
  }

  @Test
  @Tag("C-B8")
  void anRfc2543RequestIsKnownByItsHeaders() throws ParseException {
    for (String branch : new String[] {"", "1"}) {
      TransactionKey invite = keys.of(request("INVITE", branch, "a", ""));
      assertThat(keys.of(request("ACK", branch, "a", "tag"))).isEqualTo(invite);
      assertThat(keys.cancelled(request("CANCEL", branch, "a", ""), Method.INVITE))
          .isEqualTo(invite);
      assertThat(keys.of(request("BYE", branch, "a", "tag")))
          .isEqualTo(keys.of(request("BYE", branch, "a", "tag")))
          .isNotEqualTo(keys.of(request("BYE", branch, "a", "other")));
    }
  }

  @Test
  void mergedRequestsHaveOneOrigin() throws ParseException {
    long origin = keys.origin(request("INVITE", "z9hG4bK1", "a", ""));
    assertThat(keys.origin(request("INVITE", "z9hG4bK2", "b", ""))).isEqualTo(origin).isNotZero();
    assertThat(keys.origin(request("OPTIONS", "z9hG4bK1", "a", ""))).isNotEqualTo(origin);
    assertThat(keys.origin(request("INVITE", "z9hG4bK1", "a", "inDialog"))).isZero();
  }

  @Test
  void theTagOfStatelessResponsesIsRepeatableAndNotTheHash() throws ParseException {
    TransactionKey key = key("z9hG4bK1", "a", "OPTIONS");
    assertThat(keys.tag(key))
        .isEqualTo(keys.tag(key("z9hG4bK1", "a", "OPTIONS")))
        .isNotEqualTo(Long.toHexString(key.low()));
  }
}
