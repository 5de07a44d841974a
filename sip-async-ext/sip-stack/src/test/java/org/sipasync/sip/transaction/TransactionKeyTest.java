package org.sipasync.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sipasync.sip.transaction.Bench.bytes;
import static org.sipasync.sip.transaction.Bench.method;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TransactionKeyTest {
  private final TransactionKey.Factory keys = new TransactionKey.Factory();

  private TransactionKey key(String branch, String sentBy, String method) {
    return keys.byBranch(bytes(branch), bytes(sentBy), method(method));
  }

  /** The vector of the paper that defines SipHash (appendix A). */
  @Test
  void sipHashAgreesWithItsTestVector() {
    byte[] data = new byte[15];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) i;
    }
    SipHash hash = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
    assertThat(hash.hash(data)).isEqualTo(0xa129ca6149be45e5L);
  }

  @Test
  @Tag("C-B7")
  void differsByBranchSentByAndMethod() {
    TransactionKey one = key("z9hG4bK1", "a:5060", "OPTIONS");
    assertThat(key("z9hG4bK1", "a:5060", "OPTIONS")).isEqualTo(one).hasSameHashCodeAs(one);
    assertThat(key("z9hG4bK2", "a:5060", "OPTIONS")).isNotEqualTo(one);
    assertThat(key("z9hG4bK1", "b:5060", "OPTIONS")).isNotEqualTo(one);
    assertThat(key("z9hG4bK1", "a:5060", "MESSAGE")).isNotEqualTo(one);
    assertThat(key("z9hG4bK1a", ":5060", "OPTIONS")).isNotEqualTo(one);
  }

  @Test
  @Tag("C-B3")
  void anAckAndACancelFindTheirInvite() {
    TransactionKey invite = key("z9hG4bK1", "a", "INVITE");
    assertThat(key("z9hG4bK1", "a", "ACK")).isEqualTo(invite);
    assertThat(keys.cancelled(bytes("z9hG4bK1"), bytes("a"))).isEqualTo(invite);
    assertThat(key("z9hG4bK1", "a", "CANCEL")).isNotEqualTo(invite);
  }

  @Test
  @Tag("C-B8")
  void anRfc2543AckFindsItsInviteWhateverItsToTag() {
    assertThat(rfc2543("ACK", "tag")).isEqualTo(rfc2543("INVITE", ""));
    assertThat(rfc2543("BYE", "tag")).isNotEqualTo(rfc2543("BYE", "other"));
  }

  private TransactionKey rfc2543(String method, String toTag) {
    return keys.rfc2543(
        method(method),
        bytes("sip:a"),
        bytes(toTag),
        bytes("f"),
        bytes("c"),
        bytes("1"),
        bytes("SIP/2.0/UDP h"));
  }
}
