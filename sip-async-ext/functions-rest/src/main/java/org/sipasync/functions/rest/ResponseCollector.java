package org.sipasync.functions.rest;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Collects a response, up to a limit. */
final class ResponseCollector implements AsyncResponseConsumer<HttpAnswer> {
  private final int max;
  private final long startedNanos;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int status;
  private String type = "";
  private final Runnable onResponse;
  private FutureCallback<HttpAnswer> callback;

  ResponseCollector(int max, long startedNanos, Runnable onResponse) {
    this.max = max;
    this.onResponse = onResponse;
    this.startedNanos = startedNanos;
  }

  @Override
  public void consumeResponse(
      HttpResponse response,
      EntityDetails entity,
      HttpContext context,
      FutureCallback<HttpAnswer> whenComplete)
      throws IOException {
    onResponse.run();
    callback = whenComplete;
    status = response.getCode();
    Header contentType = response.getFirstHeader("Content-Type");
    type = contentType == null || contentType.getValue() == null ? "" : contentType.getValue();
    if (entity == null) {
      complete();
    } else if (entity.getContentLength() > max) {
      throw tooLong();
    }
  }

  @Override
  public void informationResponse(HttpResponse response, HttpContext context) {
    // 1xx is not the response
  }

  @Override
  public void updateCapacity(CapacityChannel channel) throws IOException {
    channel.update(Integer.MAX_VALUE);
  }

  @Override
  public void consume(ByteBuffer data) throws IOException {
    if (data.remaining() > max - bytes.size()) {
      throw tooLong();
    }
    byte[] some = new byte[data.remaining()];
    data.get(some);
    bytes.writeBytes(some);
  }

  private IOException tooLong() {
    return new IOException(
        "the response is longer than " + max + " bytes (sip.async.rest.max-response)");
  }

  @Override
  public void streamEnd(List<? extends Header> trailers) {
    complete();
  }

  private void complete() {
    if (callback != null) {
      callback.completed(
          new HttpAnswer(
              status,
              type,
              bytes.toString(BodyCharset.of(type)),
              (System.nanoTime() - startedNanos) / 1_000_000));
    }
  }

  @Override
  public void failed(Exception cause) {
    // the client calls its own callback
  }

  @Override
  public void releaseResources() {
    bytes.reset();
  }
}
