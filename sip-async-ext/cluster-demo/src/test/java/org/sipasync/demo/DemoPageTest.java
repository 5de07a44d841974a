package org.sipasync.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page is for its own machine, and what kills is for the page. */
class DemoPageTest {
  private DemoCalls calls;
  private DemoPage page;

  @BeforeEach
  void open() throws IOException {
    calls = new DemoCalls(List.of(), () -> 0);
    page = new DemoPage(0, new DemoServers(List.of(), calls, () -> 0));
  }

  @AfterEach
  void close() {
    page.close();
    calls.close();
  }

  /** Sends a request with any Host, which java.net.http does not allow. */
  private String status(String line, String... headers) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), page.port())) {
      String text = line + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
      socket.getOutputStream().write(text.getBytes(UTF_8));
      byte[] start = socket.getInputStream().readNBytes(12);
      return new String(start, UTF_8).substring(9);
    }
  }

  private String host() {
    return "Host: 127.0.0.1:" + page.port();
  }

  @Test
  void showsItself() throws IOException {
    assertThat(status("GET /", host())).isEqualTo("200");
    assertThat(status("GET /demo.js", host())).isEqualTo("200");
    assertThat(status("GET /state", host())).isEqualTo("200");
    assertThat(status("GET /../DemoPage.class", host())).isEqualTo("404");
  }

  @Test
  void obeysItsOwnPageOnly() throws IOException {
    String length = "Content-Length: 0";
    String own = "Origin: http://127.0.0.1:" + page.port();
    assertThat(status("POST /calls", host(), length, own)).isEqualTo("204");
    assertThat(status("POST /nodes/0/kill", host(), length, own)).isEqualTo("404");
    assertThat(status("POST /calls", host(), length)).isEqualTo("403");
    assertThat(status("POST /calls", host(), length, "Origin: http://x.example")).isEqualTo("403");
    assertThat(status("GET /state", "Host: x.example")).isEqualTo("403");
  }
}
