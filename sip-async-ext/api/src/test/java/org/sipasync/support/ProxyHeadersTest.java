package org.sipasync.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("S9")
class ProxyHeadersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Forwarded",
        "Via",
        "X-Forwarded-For",
        "X-Forwarded-Proto",
        "X-Forwarded-Port",
        "x-forwarded-prefix",
        "X-Real-IP",
        "CF-Connecting-IP",
        "CF-Ray",
        "True-Client-IP",
        "X-Client-IP",
        "X-Cluster-Client-IP",
        "Fastly-Client-IP",
        "Fly-Client-IP",
        "X-Original-Forwarded-For",
        "X-Original-Host",
        "X-ProxyUser-Ip",
        "Proxy-Connection",
        "X-Amzn-Trace-Id",
        "X-Envoy-External-Address",
        "X-Azure-ClientIP",
        "X-Remote-Addr",
        "WL-Proxy-Client-IP",
        "Front-End-Https",
        "X-Appengine-User-IP",
        "Incap-Client-IP",
        "Akamai-Origin-Hop",
        "X-Akamai-Edgescape",
        "X-Varnish",
        "Surrogate-Capability",
        "X-Url-Scheme",
        "X-Forward-For",
        "X-Request-Id"
      })
  void proxiesAreKnownByTheirHeaders(String header) {
    assertThat(ProxyHeaders.isOfProxy(header)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host",
        "User-Agent",
        "Accept",
        "Accept-Encoding",
        "Accept-Language",
        "Connection",
        "Origin",
        "Referer",
        "Cookie",
        "Content-Type",
        "Content-Length",
        "Authorization",
        "Sec-Fetch-Site",
        "Sec-Ch-Ua",
        "Upgrade-Insecure-Requests",
        "Cache-Control",
        "Pragma",
        "X-Sip-Async",
        "Last-Event-ID",
        "If-None-Match",
        "DNT",
        "Priority"
      })
  void browsersAndCurlAreNone(String header) {
    assertThat(ProxyHeaders.isOfProxy(header)).isFalse();
  }
}
