package org.sipasync.sample.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Validation of HTTP input before it reaches SIP. */
class OrderTest {
  private static Order order(String json) {
    return Order.of(Json.createReader(new StringReader(json.replace('\'', '"'))).readObject());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'scenario':'pause'}|sip:pause@h:1",
        "{'scenario':'pause','parameters':{'ms':'100','uid':'x'},'blocking':true}|sip:pause@h:1;ms=100;mode=blocking",
        "{'scenario':'credit','parameters':{'uid':'a;b@c%"
            + " d>'}}|sip:credit@h:1;uid=a%3Bb%40c%25%20d%3E",
        "{'scenario':'auth','method':'REGISTER','parameters':{'uid':'alice','password':'p'}}|sip:h:1"
      })
  void uris(String json, String uri) {
    assertThat(order(json).uri("h:1")).isEqualTo(uri);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'scenario':'pause@evil'}",
        "{'scenario':'pause','method':'INVITE sip:evil'}",
        "{'scenario':'pause','method':'REGISTER'}",
        "{'scenario':'pause','parameters':{'ms':'-1'}}",
        "{'scenario':'pause','parameters':{'ms':'100000'}}",
        "{'scenario':'credit','parameters':{'uid':'a\\r\\nVia: x'}}",
        "{'scenario':'credit','parameters':{'uid':'é'}}",
        "{'scenario':'push','blocking':true}",
        "{'scenario':'push','count':10}",
        "{'scenario':'pause','count':1001}",
        "{'scenario':'pause','count':-1}",
        "{'scenario':'pause','count':1,'rate':0}",
        "{'scenario':'pause','count':1,'rate':1001}",
        "{'scenario':'pause','count':61,'rate':1}"
      })
  @DisplayName("What is not on the list or out of bounds is refused with a sentence")
  void refused(String json) {
    assertThatThrownBy(() -> order(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith(".");
  }

  @Test
  @DisplayName("The name of the caller cannot break out of its header")
  void caller() {
    assertThat(order("{'scenario':'auth','parameters':{'uid':'a>b'}}").uid()).isEqualTo("visitor");
    assertThat(order("{'scenario':'auth','parameters':{'uid':'alice'}}").uid()).isEqualTo("alice");
  }

  @Test
  @DisplayName("The page offers what the server knows, in the same order")
  void page() throws IOException {
    String page = Files.readString(Path.of("src/main/webapp/index.html"));
    assertThat(
            Pattern.compile("data-scenario=\"(\\w+)\"")
                .matcher(page)
                .results()
                .map(match -> match.group(1)))
        .containsExactlyElementsOf(Target.ALL.stream().map(Target::user).toList());
  }
}
