package org.sipasync.sample.digest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading and comparing credentials; the right ones are the example of RFC 7616, 3.9.1. */
class CredentialsTest {
  private static final String EXAMPLE =
      "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", uri=\"/dir/index.html\","
          + " algorithm=%s, nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", nc=00000001,"
          + " cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", qop=auth,"
          + " response=\"%s\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

  private static String right() {
    return EXAMPLE.formatted("MD5", "8ca523f5e9506fed4657c9700eebdbec");
  }

  private static String secret(Algorithm algorithm) {
    return algorithm.hash("Mufasa:http-auth@example.org:Circle of Life");
  }

  @ParameterizedTest(name = "{0}, RFC 7616, 3.9.1")
  @CsvSource({
    "MD5, 8ca523f5e9506fed4657c9700eebdbec",
    "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
  })
  void right(String algorithm, String response) {
    Credentials given = Credentials.read(EXAMPLE.formatted(algorithm, response)).orElseThrow();
    assertThat(given.username()).isEqualTo("Mufasa");
    assertThat(given.count()).isEqualTo(1);
    assertThat(given.match("GET", secret(given.algorithm()))).isTrue();
    assertThat(given.match("POST", secret(given.algorithm()))).isFalse();
    assertThat(given.match("GET", given.algorithm().hash("another"))).isFalse();
  }

  @Test
  @DisplayName("RFC 8760, 2.2: no algorithm means MD5")
  void noAlgorithm() {
    String without = right().replace("algorithm=MD5, ", "");
    assertThat(Credentials.read(without)).get().extracting("algorithm").isEqualTo(Algorithm.MD5);
  }

  @ParameterizedTest(name = "read: {0}")
  @Tag("S1")
  @ValueSource(
      strings = {
        ", integrity-protected=\"yes\"",
        ", integrity_protected=yes",
        ", auts=\"\", ck=\"a\"",
        ", x.!%*+`'~=1",
        ", username*=UTF-8''Mufasa",
        ", userhash=false",
        " , \t q-1 \t= \"a \\\"b\\\", c=d\""
      })
  @DisplayName("RFC 3261, 25.1: a parameter's name is a token; what is not known is passed over")
  void otherParameters(String more) {
    String header = right() + more;
    Credentials given = Credentials.read(header).orElseThrow();
    assertThat(given.match("GET", secret(Algorithm.MD5))).isTrue();
  }

  @ParameterizedTest(name = "the same: {0} is {1}")
  @Tag("S1")
  @CsvSource(
      delimiter = '|',
      value = {
        "qop=auth|qop=\"AUTH\"",
        "nc=00000001|NC = \"00000001\"",
        "algorithm=MD5|algorithm=\"md5\"",
        "Digest |dIGEST  ",
        "8ca523f5e9506fed4657c9700eebdbec|8CA523F5E9506FED4657C9700EEBDBEC",
        "\"Mufasa\"|\"Mu\\fa\\sa\""
      })
  void sameInAnotherForm(String part, String other) {
    String header = right();
    assertThat(header).contains(part);
    Credentials given = Credentials.read(header.replace(part, other)).orElseThrow();
    assertThat(given.username()).isEqualTo("Mufasa");
    assertThat(given.match("GET", secret(Algorithm.MD5))).isTrue();
  }

  @Test
  @Tag("S1")
  @DisplayName("A quote and a backslash in a name are what they stand for")
  void escapes() {
    assertThat(Credentials.read(right().replace("Mufasa", "a\\\"b\\\\c")).orElseThrow().username())
        .isEqualTo("a\"b\\c");
  }

  @ParameterizedTest(name = "cannot be read: {0}")
  @ValueSource(
      strings = {
        "",
        "Digest",
        "Digest ",
        "Basic bXVmYXNhOmNpcmNsZQ==",
        "Digest username=\"a\", username=\"b\"",
        "Digest username=\"a",
        "Digest ,,,,",
        "Digest username",
        "Digest user name=\"a\"",
        "Digest username=\"a\" realm=\"b\"",
        "Digest (x)=\"a\""
      })
  void unreadable(String header) {
    assertThat(Credentials.read(header)).isEmpty();
  }

  @ParameterizedTest(name = "refused: {0} becomes {1}")
  @CsvSource({
    "qop=auth, qop=auth-int",
    "nc=00000001, nc=1",
    "nc=00000001, nc=00000000",
    "'qop=auth, ', ''",
    "nc=00000001, nc=-0000001",
    "algorithm=MD5, algorithm=MD5-sess",
    "'cnonce=', 'other='"
  })
  void refused(String part, String other) {
    String header = right();
    assertThat(header).contains(part);
    assertThat(Credentials.read(header.replace(part, other))).isEmpty();
  }

  @Test
  @DisplayName("A header of any length is read without the stack growing")
  void hostile() {
    assertThat(Credentials.read("Digest username=\"" + "\\\"".repeat(900) + "\"")).isEmpty();
    assertThat(Credentials.read("Digest username=\"" + "a".repeat(1_000_000) + "\"")).isEmpty();
    assertThat(Credentials.read(right().replace("Mufasa", "m".repeat(65)))).isEmpty();
    assertThat(Credentials.read(right().replace("Mufasa", "m\u0000"))).isEmpty();
    assertThat(Credentials.read(null)).isEmpty();
  }

  @Test
  @DisplayName("The log gets nothing that was derived from the secret")
  void secretive() {
    assertThat(Credentials.read(EXAMPLE.formatted("MD5", "abc")).orElseThrow().toString())
        .isEqualTo("credentials by MD5");
  }
}
