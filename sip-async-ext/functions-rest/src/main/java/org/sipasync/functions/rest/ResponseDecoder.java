package org.sipasync.functions.rest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.BasicHttpTransportMetrics;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.impl.nio.ChunkDecoder;
import org.apache.hc.core5.http.impl.nio.DefaultHttpResponseFactory;
import org.apache.hc.core5.http.impl.nio.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.nio.IdentityDecoder;
import org.apache.hc.core5.http.impl.nio.LengthDelimitedDecoder;
import org.apache.hc.core5.http.message.LazyLaxLineParser;
import org.apache.hc.core5.http.message.MessageSupport;
import org.apache.hc.core5.http.nio.ContentDecoder;
import org.apache.hc.core5.http.protocol.HttpCoreContext;

/**
 * Decodes the responses of one connection with the library's codec, and collects their bodies up to
 * a limit. Bounds: 100 headers, lines of 16 KB, 16 interim responses.
 *
 * <p>Not thread-safe: it belongs to one connection.
 */
final class ResponseDecoder {
  /** Bounds on the head of a response, whoever reads it. */
  static final Http1Config LIMITS =
      Http1Config.custom().setMaxHeaderCount(100).setMaxLineLength(16_384).build();

  private static final int MAX_INTERIM = 16;
  private static final int FIRST_CAPACITY = 1024;

  private final int max;
  private final ReceivedBytes received;
  private final DefaultHttpResponseParser<HttpResponse> parser =
      new DefaultHttpResponseParser<>(
          LIMITS, LazyLaxLineParser.INSTANCE, DefaultHttpResponseFactory.INSTANCE);
  private final BasicHttpTransportMetrics metrics = new BasicHttpTransportMetrics();
  private String method;
  private int interim;
  private HttpResponse head;

  /** Null if the response has no body. */
  private ContentDecoder content;

  private ByteBuffer body;

  ResponseDecoder(int max, ReceivedBytes received) {
    this.max = max;
    this.received = received;
  }

  /** Loads the codec's classes, so that the first response does not hold an event loop up. */
  static void load() {
    ReceivedBytes bytes = new ReceivedBytes();
    ResponseDecoder decoder = new ResponseDecoder(1, bytes);
    for (String framing :
        List.of(
            "Content-Length: 1\r\n\r\nx",
            "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n")) {
      decoder.begin("GET");
      String response = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n" + framing;
      bytes.put(ByteBuffer.wrap(response.getBytes(StandardCharsets.US_ASCII)));
      try {
        if (!decoder.decode(false) || !decoder.isReusable() || decoder.answer(0).body().isEmpty()) {
          throw new IllegalStateException(response);
        }
      } catch (IOException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  /** Prepares for the response to a request. */
  void begin(String requestMethod) {
    method = requestMethod;
    interim = 0;
    head = null;
    content = null;
    body = null;
    received.clear();
    parser.reset();
  }

  /** Returns true once the head of the response is complete. */
  boolean hasHead() {
    return head != null;
  }

  /**
   * Decodes what has been received.
   *
   * @param ended true if the peer has closed its side
   * @return true once the response is complete
   * @throws IOException if it is no HTTP/1.1, too long, or ends too early
   */
  boolean decode(boolean ended) throws IOException {
    if (ended) {
      received.end();
    }
    try {
      while (head == null) {
        HttpResponse next = parser.parse(received, false);
        if (next == null) {
          return incomplete(ended);
        }
        parser.reset();
        take(next);
      }
      return content == null || collect();
    } catch (HttpException e) {
      throw new IOException("the response is not valid HTTP/1.1: " + e.getMessage(), e);
    }
  }

  private static boolean incomplete(boolean ended) throws ConnectionClosedException {
    if (ended) {
      throw new ConnectionClosedException("the connection was closed before the response");
    }
    return false;
  }

  private void take(HttpResponse next) throws HttpException, IOException {
    if (next.getVersion().getMajor() != 1) {
      throw new ProtocolException("unexpected version " + next.getVersion());
    }
    if (next.getCode() < HttpStatus.SC_OK) {
      if (next.getCode() == HttpStatus.SC_SWITCHING_PROTOCOLS || ++interim > MAX_INTERIM) {
        throw new ProtocolException("unexpected status " + next.getCode());
      }
      return;
    }
    head = next;
    if (MessageSupport.canResponseHaveBody(method, next)) {
      beginBody(DefaultContentLengthStrategy.INSTANCE.determineLength(next));
    }
  }

  private void beginBody(long length) throws IOException {
    if (length > max) {
      throw tooLong();
    }
    if (length == 0) {
      return;
    }
    if (length == ContentLengthStrategy.CHUNKED) {
      content = new ChunkDecoder(received, received, LIMITS, metrics);
    } else if (length > 0) {
      content = new LengthDelimitedDecoder(received, received, metrics, length);
    } else {
      content = new IdentityDecoder(received, received, metrics);
    }
    body =
        ByteBuffer.allocate(
            (int) (length > 0 ? Math.min(length, FIRST_CAPACITY) : Math.min(max, FIRST_CAPACITY)));
  }

  /** Reads on until nothing comes. At the limit there must be an end instead of one byte more. */
  private boolean collect() throws IOException {
    while (!content.isCompleted()) {
      if (!body.hasRemaining()) {
        body = ByteBuffer.allocate((int) Math.min(2L * body.capacity(), max + 1L)).put(body.flip());
      }
      int count = content.read(body);
      if (body.position() > max) {
        throw tooLong();
      }
      if (count <= 0 && !content.isCompleted()) {
        return false;
      }
    }
    return true;
  }

  private IOException tooLong() {
    return new IOException(
        "the response is longer than " + max + " bytes (sip.async.rest.max-response)");
  }

  /**
   * Returns the complete response.
   *
   * @param millis duration of the call
   */
  HttpAnswer answer(long millis) {
    Header header = head.getFirstHeader("Content-Type");
    String type = header == null || header.getValue() == null ? "" : header.getValue();
    String text =
        body == null ? "" : new String(body.array(), 0, body.position(), BodyCharset.of(type));
    return new HttpAnswer(head.getCode(), type, text, millis);
  }

  /** Returns true if the connection may carry another request: nothing came after the response. */
  boolean isReusable() {
    return !received.hasData()
        && DefaultConnectionReuseStrategy.INSTANCE.keepAlive(null, head, HttpCoreContext.create());
  }

  /** Returns how long the server keeps the connection, at most the given time. */
  Duration keepAlive(Duration atMost) {
    Header header = head.getFirstHeader("Keep-Alive");
    return header == null ? atMost : KeepAlive.of(header.getValue(), atMost);
  }
}
