package org.sipasync.support;

import java.util.Collections;
import java.util.Enumeration;
import java.util.regex.Pattern;

/**
 * Recognises requests that an HTTP proxy or tunnel has forwarded: they come from this machine and
 * are somebody else's. Thread-safe.
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
   * True if one of a request's headers is written by proxies and tunnels only. There is no list of
   * them all, but their names say whose address they carry, or whose product they are of.
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
