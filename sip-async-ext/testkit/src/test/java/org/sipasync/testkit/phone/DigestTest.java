package org.sipasync.testkit.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the example of RFC 7616, 3.9.1. */
class DigestTest {
  @ParameterizedTest
  @CsvSource({
    "MD5, 8ca523f5e9506fed4657c9700eebdbec",
    "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
  })
  void answers(String algorithm, String response) {
    String challenge =
        "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm="
            + algorithm
            + ", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\","
            + " opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
    Digest digest = Digest.of(List.of("Basic realm=\"x\"", "Digest algorithm=X", challenge)).get();
    assertThat(
            digest.answer(
                "GET",
                "/dir/index.html",
                "Mufasa",
                "Circle of Life",
                1,
                "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"))
        .contains("response=\"" + response + "\"")
        .contains("opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");
  }

  @Test
  @DisplayName("Without qop the nonce is neither counted nor answered by one of ours")
  void withoutQop() {
    Digest digest =
        Digest.of(List.of("digest realm=\"r\",nonce=n , opaque=\"\", stale=TRUE")).orElseThrow();
    assertThat(digest.algorithm()).isEqualTo("MD5");
    assertThat(digest.isStale()).isTrue();
    String answer = digest.answer("INVITE", "sip:h", "u", "p", 1);
    assertThat(answer).doesNotContain("nc=").doesNotContain("qop").contains("opaque=\"\"");
    Digest credentials = Digest.of(List.of(answer)).orElseThrow();
    assertThat(credentials.parameter("response"))
        .isEqualTo(credentials.expected("INVITE", "not covered", "u", "p"))
        .isNotEqualTo(credentials.expected("INVITE", "", "u", "other"));
  }

  @Test
  @DisplayName("SHA-512-256 is Java's SHA-512/256; credentials can be checked as they came")
  void check() {
    Digest challenge =
        Digest.of(List.of("Digest realm=\"r\", nonce=\"n\", algorithm=SHA-512-256, qop=\"auth\""))
            .orElseThrow();
    Digest credentials =
        Digest.of(List.of(challenge.answer("BYE", "sip:h", "u", "p", 26))).orElseThrow();
    assertThat(credentials.parameter("nc")).isEqualTo("0000001a");
    assertThat(credentials.parameter("response"))
        .hasSize(64)
        .isEqualTo(credentials.expected("BYE", "", "u", "p"))
        .isNotEqualTo(credentials.expected("INVITE", "", "u", "p"));
  }
}
