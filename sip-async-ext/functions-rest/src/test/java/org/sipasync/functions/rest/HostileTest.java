package org.sipasync.functions.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values from SIP cannot change the meaning of a request. */
class HostileTest {
  private final Rest rest = rest(RestSettings.defaults());
  private final HttpCall post = rest.post("http://host.test/");

  private static Rest rest(RestSettings settings) {
    return Rest.of(settings, (host, within) -> new CompletableFuture<>());
  }

  @AfterEach
  void close() {
    rest.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "host.test",
        "ftp://host.test/",
        "file:///etc/passwd",
        "javascript:x",
        "http:host.test",
        "http:///x",
        "http://user@host.test/",
        "http://user:pw@host.test/",
        "http://good.test@evil.test/",
        "http://host.test/#x",
        "http://host.test/a b",
        "http://host.test/\r\nX: y",
        "http://host.test/\0",
        "http://host.test:0/",
        "http://host.test:65536/",
        "http://host.test:-1/",
        "http://host.test/ü",
        "http://host.test/{user}",
        "http://{host}/",
        "http://host.test{x}/",
        "http://host.test:{p}/",
        "{scheme}://host.test/",
        "http://host.test/<x>",
        "http://host.test/%zz",
        "http://host.test\\@evil/",
        "jar:http://host.test/",
        "http://ho st/",
        "http://[::1%25eth0/",
        "http://ho,st/",
        "http://ho%73t/",
        "http://host.test:80:80/",
        "http://[::1]x/",
        "http://[x::1]/"
      })
  void badAddresses(String url) {
    assertThatThrownBy(() -> rest.get(url))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("\r", "\n", "\0")
        .hasSizeLessThan(300);
  }

  @ParameterizedTest
  @CsvSource({
    "http://lcr_api:8080/, lcr_api, 8080",
    "http://_lcr._tcp.example/x, _lcr._tcp.example, 80",
    "https://LCR~1.example, lcr~1.example, 443",
    "http://[2001:DB8::1]:81/, 2001:db8::1, 81",
    "http://10.0.0.7/, 10.0.0.7, 80"
  })
  @Tag("F3")
  void hostsOfAllKinds(String url, String host, int port) {
    HttpTarget target = rest.get(url).target();

    assertThat(target.host()).isEqualTo(host);
    assertThat(target.port()).isEqualTo(port);
  }

  @Test
  void tooLongAddress() {
    assertThatThrownBy(() -> rest.get("http://host.test/" + "x".repeat(8000)))
        .isInstanceOf(IllegalArgumentException.class);
    Url url = Url.of("http://host.test/{user}");
    assertThatThrownBy(() -> url.with("user", "ü".repeat(4000)))
        .hasMessageContaining("is longer than");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '#',
      value = {
        "alice|alice",
        "a/b|a%2Fb",
        "../x|..%2Fx",
        "a?b=c&d|a%3Fb%3Dc%26d",
        "a@b:c|a%40b%3Ac",
        "{user}|%7Buser%7D",
        "${jndi:x}|%24%7Bjndi%3Ax%7D",
        "a%2e%2e|a%252e%252e",
        "a b;c+d|a%20b%3Bc%2Bd",
        "ü|%C3%BC",
        "'\"|%27%22"
      })
  void valuesStayInTheirPlace(String value, String encoded) {
    assertThat(Url.of("http://host.test/u/{user}/x").with("user", value))
        .hasToString("http://host.test/u/" + encoded + "/x");
    assertThat(Url.of("http://host.test?u={user}").with("user", value).target())
        .isEqualTo(new HttpTarget("http", "host.test", 80, "/?u=" + encoded));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a\r\nb", "a\0", "\u007f", "\ud800"})
  void valuesThatAreRefused(String value) {
    Url url = Url.of("http://host.test/u/{user}");
    assertThatThrownBy(() -> url.with("user", value)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void dotsFromTwoValues() {
    Url url = Url.of("http://host.test/{a}{b}/x").with("b", "a.");
    assertThatThrownBy(() -> Url.of("http://host.test/{a}{b}/x").with("a", ".").with("b", "."))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(url.with("a", ".")).hasToString("http://host.test/.a./x");
  }

  @Test
  void placesMustBeFilledAndExist() {
    Url url = Url.of("http://host.test/{user}");
    assertThatThrownBy(() -> rest.get(url)).hasMessageContaining("no value for {user}");
    assertThatThrownBy(() -> url.with("other", "x"))
        .hasMessageContaining("has no placeholder other");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "X Y",
        "X:",
        "X\r\nY",
        "Ü",
        "Host",
        "host",
        "Content-Length",
        "Transfer-Encoding",
        "Connection",
        "Upgrade",
        "TE",
        "Content-Type"
      })
  void badHeaderNames(String name) {
    assertThatThrownBy(() -> post.header(name, "x")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nX-Admin: 1", "a\n", "a\r", "\0", "ü", "\u010a", "\u560a"})
  void badHeaderValues(String value) {
    assertThatThrownBy(() -> post.header("X-From", value))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .doesNotContain("\r", "\n");
  }

  @Test
  void hugeHeader() {
    assertThatThrownBy(() -> post.header("X", "y".repeat(8001)))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .hasSizeLessThan(300);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text", "text/plain\r\nX: y", "text/plain; charset", "a/b; c=\"d\""})
  void badContentTypes(String type) {
    assertThatThrownBy(() -> post.body("x", type)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void unknownCharset() {
    assertThatThrownBy(() -> post.body("x", "text/plain; charset=klingon"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void getHasNoBody() {
    assertThatThrownBy(() -> rest.get("http://host.test/").body("x", "text/plain"))
        .hasMessage("GET has no body; use POST or PUT");
  }

  @ParameterizedTest
  @CsvSource({
    "http://api.test/x, true", "http://API.test/x, true", "https://api.test/, true",
    "http://api.test:8080/, false", "http://other.test:8080/, true", "http://other.test/, false",
    "http://api.test.evil.test/, false", "http://evil.test/?api.test, false",
        "http://[::1]:81/, true"
  })
  void hostsFromSip(String url, boolean possible) {
    RestSettings settings =
        RestSettings.defaults().withAllowedHosts("api.test", "other.test:8080", "[::1]:81");
    try (Rest strict = rest(settings)) {
      if (possible) {
        assertThat(strict.get(strict.fromSip(url))).isNotNull();
      } else {
        assertThatThrownBy(() -> strict.fromSip(url))
            .hasMessageContaining("is not in sip.async.rest.allowed-hosts");
        assertThatThrownBy(() -> strict.get(url)).isInstanceOf(IllegalArgumentException.class);
      }
    }
  }

  @Test
  void withoutAListNoHostComesFromSip() {
    assertThatThrownBy(() -> rest.fromSip("http://api.test/"))
        .hasMessage("http://api.test:80 is not in sip.async.rest.allowed-hosts");
  }

  @Test
  void logsHoldNoSecrets() {
    assertThat(rest.post("http://host.test/x?token=s").header("Authorization", "s"))
        .hasToString("rest_post(http://host.test:80/x)");
    assertThat(RestSettings.defaults().withTrustStore(java.nio.file.Path.of("x"), "s3cret"))
        .asString()
        .doesNotContain("s3cret");
  }

  @Test
  void addressesCanBeStored() throws Exception {
    Url url = Url.of("http://host.test/{user}").with("user", "x");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(url);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.readObject()).isEqualTo(url);
    }
  }
}
