package org.sipasync.functions.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;

/**
 * A request to send. Immutable.
 *
 * @param content the body; null if there is none
 */
record HttpRequestParts(
    String method, HttpTarget target, List<Map.Entry<String, String>> headers, Content content) {

  /** Body bytes and their type. */
  record Content(byte[] bytes, ContentType type) {}

  HttpRequestParts withHeader(String name, String value) {
    List<Map.Entry<String, String>> more = new ArrayList<>(headers);
    more.add(Map.entry(name, value));
    return new HttpRequestParts(method, target, List.copyOf(more), content);
  }

  HttpRequestParts withContent(Content other) {
    return new HttpRequestParts(method, target, headers, other);
  }

  /** Returns true if the method may have a body. */
  boolean mayHaveContent() {
    return method.equals("POST") || method.equals("PUT");
  }

  /** Returns true for idempotent methods (RFC 9110, 9.2.2). */
  boolean isIdempotent() {
    return !method.equals("POST");
  }

  HttpHost host() {
    return new HttpHost(target.scheme(), target.host(), target.port());
  }

  BasicRequestProducer producer() {
    BasicHttpRequest request = new BasicHttpRequest(method, host(), target.path());
    for (Map.Entry<String, String> header : headers) {
      request.addHeader(header.getKey(), header.getValue());
    }
    return new BasicRequestProducer(request, entity());
  }

  private AsyncEntityProducer entity() {
    if (content != null) {
      return new BasicAsyncEntityProducer(content.bytes(), content.type());
    }
    return mayHaveContent() ? new BasicAsyncEntityProducer(new byte[0], null) : null;
  }
}
