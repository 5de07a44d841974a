package org.sipasync.functions.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses in pieces of all sizes, with every kind of body, within limits. */
class ResponseDecoderTest {
  private static final int MAX = 1000;

  private final ReceivedBytes received = new ReceivedBytes();
  private final ResponseDecoder decoder = new ResponseDecoder(MAX, received);

  /** Feeds a response in pieces; true if it was complete with the last of them and not before. */
  private boolean feed(String text, int piece, boolean ends) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    boolean complete = false;
    for (int i = 0; i < bytes.length; i += piece) {
      assertThat(complete).as("complete before byte %d", i).isFalse();
      received.put(ByteBuffer.wrap(bytes, i, Math.min(piece, bytes.length - i)));
      complete = decoder.decode(false);
    }
    return ends ? decoder.decode(true) : complete;
  }

  private HttpAnswer answer(String text, int piece, boolean ends) throws IOException {
    decoder.begin("GET");
    assertThat(feed(text, piece, ends)).isTrue();
    return decoder.answer(7);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64, 5000})
  void lengths(int piece) throws IOException {
    String head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ";
    for (int length : new int[] {1, 999, 1000}) {
      String body = "x".repeat(length);
      assertThat(answer(head + length + "\r\n\r\n" + body, piece, false))
          .isEqualTo(new HttpAnswer(200, "text/plain", body, 7));
      assertThat(decoder.isReusable()).isTrue();
    }
    assertThat(answer(head + "0\r\n\r\n", piece, false).body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64, 5000})
  void chunks(int piece) throws IOException {
    String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    String chunks = "3\r\nabc\r\n5;x=y\r\n12345\r\n0\r\nTrailer: t\r\n\r\n";
    assertThat(answer(head + chunks, piece, false).body()).isEqualTo("abc12345");
    assertThat(decoder.isReusable()).isTrue();
    String whole = "3e8\r\n" + "y".repeat(MAX) + "\r\n0\r\n\r\n";
    assertThat(answer(head + whole, piece, false).body()).hasSize(MAX);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 5000})
  void untilTheEnd(int piece) throws IOException {
    assertThat(answer("HTTP/1.0 200 OK\r\n\r\nhello", piece, true).body()).isEqualTo("hello");
    assertThat(decoder.isReusable()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"204, false", "304, false", "404, true"})
  void bodies(int status, boolean hasBody) throws IOException {
    String head = "HTTP/1.1 " + status + " X\r\nContent-Length: 2\r\n\r\n";
    assertThat(answer(head + (hasBody ? "no" : ""), 1, false).body())
        .isEqualTo(hasBody ? "no" : "");
  }

  @Test
  void interimResponses() throws IOException {
    String interim = "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n";
    assertThat(
            answer(interim.repeat(16) + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 3, false))
        .extracting(HttpAnswer::body)
        .isEqualTo("ok");
    decoder.begin("GET");
    assertThatThrownBy(() -> feed(interim.repeat(17), 10_000, false))
        .hasMessageContaining("unexpected status 103");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n",
        "HTTP/2.0 200 OK\r\n\r\n",
        "HTTP/1.1 OK\r\n\r\n",
        "SSH-2.0-OpenSSH_9\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n"
      })
  void notHttp(String text) {
    decoder.begin("GET");
    assertThatThrownBy(() -> feed(text, 1, true)).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"
      })
  void cutOff(String text) {
    decoder.begin("GET");
    assertThatThrownBy(() -> feed(text, 5000, true)).isInstanceOf(IOException.class);
  }

  @Test
  void limits() {
    String tooLong = "the response is longer than 1000 bytes (sip.async.rest.max-response)";
    decoder.begin("GET");
    assertThatThrownBy(() -> feed("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n", 99, false))
        .hasMessage(tooLong);
    decoder.begin("GET");
    assertThatThrownBy(
            () ->
                feed(
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n"
                        + "z".repeat(1001),
                    50,
                    false))
        .hasMessage(tooLong);
    decoder.begin("GET");
    assertThatThrownBy(() -> feed("HTTP/1.0 200 OK\r\n\r\n" + "z".repeat(1001), 50, true))
        .hasMessage(tooLong);
    decoder.begin("GET");
    assertThatThrownBy(() -> feed("HTTP/1.1 200 OK\r\nX: " + "z".repeat(20_000), 512, false))
        .isInstanceOf(IOException.class);
    decoder.begin("GET");
    assertThatThrownBy(() -> feed("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(101), 512, false))
        .isInstanceOf(IOException.class);
  }

  @Test
  void moreThanTheResponse() throws IOException {
    answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200", 5000, false);
    assertThat(decoder.isReusable()).isFalse();
    assertThat(answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nno", 5, false).body())
        .isEqualTo("no");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 | Connection: close | false", "HTTP/1.1 | Connection: keep-alive | true",
        "HTTP/1.0 | X: y | false", "HTTP/1.0 | Connection: keep-alive | true"
      })
  void reuse(String version, String header, boolean isReusable) throws IOException {
    answer(version + " 200 OK\r\n" + header + "\r\nContent-Length: 1\r\n\r\nx", 9, false);
    assertThat(decoder.isReusable()).isEqualTo(isReusable);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "timeout=5 | 5",
        "timeout=5, max=100 | 5",
        "max=100, Timeout = \"7\" | 7",
        "timeout=90 | 30",
        "timeout=99999999999 | 30",
        "x-timeout=1 | 30",
        "nonsense | 30"
      })
  void keptAsLongAsTheServerSays(String value, int seconds) {
    assertThat(KeepAlive.of(value, Duration.ofSeconds(30))).hasSeconds(seconds);
  }
}
