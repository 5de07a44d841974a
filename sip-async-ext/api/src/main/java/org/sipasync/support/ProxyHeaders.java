package org.sipasync.support;

import java.util.Collections;
import java.util.Enumeration;
import java.util.regex.Pattern;

/**
 * Recognises requests forwarded by a local HTTP proxy or tunnel: they come from this machine on
 * behalf of others. Thread-safe.
 */
public final class ProxyHeaders {
  private static final Pattern NAME =
      Pattern.compile(
          "(?i)forward|proxy|[-_]ip$|[-_]ip[-_]|scheme$|akamai|^via$|^cf-|^cdn-|^x-original|^x-real"
              + "|^x-amz|^x-envoy|^x-client|^x-cluster|^x-remote|^x-host$|^x-request-id$|^x-varnish"
              + "|^front-end|^fastly|^fly-|^surrogate-|^x-arr-|^x-appengine|^x-azure|^x-vercel"
              + "|^tailscale|^x-ngrok");

  private ProxyHeaders() {}

  /**
   * Returns true if a request has a header that only proxies and tunnels write. There is no
   * complete list, but such names state whose address they carry, or which product wrote them.
   *
   * @param headers the names of the request's headers; not null
   */
  public static boolean isOneIn(Enumeration<String> headers) {
    return Collections.list(headers).stream().anyMatch(ProxyHeaders::isOfProxy);
  }

  static boolean isOfProxy(String name) {
    return NAME.matcher(name).find();
  }
}
