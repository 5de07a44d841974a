package org.sipasync.container.security;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.digest.DigestAlgorithm;
import org.sipasync.sip.message.HeaderName;

/** Published examples of Digest's computation. */
@Tag("C-G6")
class DigestAnswerTest {
  private static final String NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
  private static final String CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
  private static final byte[] NO_BODY = {};

  private static DigestChallenge challenge(
      String realm, String nonce, String algorithm, String qop) {
    HeaderName header = HeaderName.of("Authorization");
    return new DigestChallenge(header, realm, nonce, null, algorithm, qop, false);
  }

  /** RFC 7616 3.9.1. */
  private static String mufasa(String algorithm) {
    DigestChallenge challenge = challenge("http-auth@example.org", NONCE, algorithm, "auth");
    return new DigestAnswer(challenge, "Mufasa", "Circle of Life", CNONCE, 1)
        .response("GET", "/dir/index.html", NO_BODY);
  }

  @Test
  void md5() {
    assertThat(mufasa("MD5")).isEqualTo("8ca523f5e9506fed4657c9700eebdbec");
    assertThat(mufasa(null)).isEqualTo("8ca523f5e9506fed4657c9700eebdbec");
  }

  @Test
  void sha256() {
    assertThat(mufasa("SHA-256"))
        .isEqualTo("753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
  }

  /** FIPS 180-4's example of SHA-512/256: its own initial value, not a shortened SHA-512. */
  @Test
  void sha512() {
    assertThat(DigestAlgorithm.of("SHA-512-256").hex("abc".getBytes(US_ASCII)))
        .isEqualTo("53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23");
    assertThat(mufasa("SHA-512-256")).hasSize(64).isNotEqualTo(mufasa("SHA-256"));
  }

  private static String bob(String algorithm, String qop, String body) {
    DigestChallenge challenge =
        challenge("biloxi.com", "dcd98b7102dd2f0e8b11d0f600bfb0c093", algorithm, qop);
    return new DigestAnswer(challenge, "bob", "zanzibar", "0a4f113b", 1)
        .response("INVITE", "sip:bob@biloxi.com", body.getBytes(US_ASCII));
  }

  /** draft-smith-sipping-auth-examples 3.1. */
  @Test
  void withoutQop() {
    assertThat(bob(null, null, "")).isEqualTo("bf57e4e0d0bffc0fbaedce64d59add5e");
  }

  /** The draft's 3.3. */
  @Test
  void auth() {
    assertThat(bob("MD5", "auth", "")).isEqualTo("89eb0059246c02b2f6ee02c7961d5ea3");
    assertThat(bob("MD5", "auth", "v=0"))
        .as("the body does not count")
        .isEqualTo(bob("MD5", "auth", ""));
  }

  /** The draft's 3.4. */
  @Test
  void session() {
    assertThat(bob("MD5-sess", "auth", "")).isEqualTo("e4e4ea61d186d07a92c9e1f6919902e9");
  }

  /** Computed with Python's hashlib. */
  @Test
  void authInt() {
    String body =
        """
        v=0
        o=bob 2890844526 2890844526 IN IP4 media.biloxi.com
        s=
        c=IN IP4 media.biloxi.com
        t=0 0
        m=audio 49170 RTP/AVP 0
        a=rtpmap:0 PCMU/8000
        m=video 51372 RTP/AVP 31
        a=rtpmap:31 H261/90000
        m=video 53000 RTP/AVP 32
        a=rtpmap:32 MPV/90000
        """
            .replace("\n", "\r\n");
    assertThat(bob("MD5", "auth-int", body)).isEqualTo("41f1bde42dcddbee8ae7d65fd3474dc0");
    assertThat(bob("MD5-sess", "auth-int", body)).isEqualTo("10e4c79b16d21d51995ab98083d134d8");
  }

  @Test
  void unknownAlgorithmsAreNone() {
    assertThat(DigestAlgorithm.of("SHA-1")).isNull();
    assertThat(DigestAlgorithm.of("-sess")).isNull();
    assertThat(DigestAlgorithm.of("sha-256-SESS")).isEqualTo(DigestAlgorithm.SHA_256);
  }

  @Test
  void noncesAreCountedAndBounded() {
    Nonces nonces = new Nonces(new java.util.Random(1));
    assertThat(nonces.use("a")).isEqualTo(1);
    assertThat(nonces.use("a")).isEqualTo(2);
    for (int i = 0; i < 16; i++) {
      nonces.use("n" + i);
    }
    assertThat(nonces.uses("a")).as("the oldest is forgotten").isZero();
    assertThat(nonces.uses("n0")).isEqualTo(1);
    assertThat(nonces.cnonce()).hasSize(32).isNotEqualTo(nonces.cnonce());
  }

  @Test
  void passwordsAreNotShown() {
    DigestChallenge challenge = challenge("r", "n", null, null);
    assertThat(new DigestAnswer(challenge, "u", "secret", "", 1).toString())
        .doesNotContain("secret");
    assertThat(new Credentials.User("u", "secret").toString()).doesNotContain("secret");
  }
}
