package org.sipasync.container.session;

import java.net.MalformedURLException;
import java.net.URL;

/** Keys of application sessions in the queries of HTTP URLs. */
final class SessionUrls {
  private static final String PARAMETER = "org.sipasync.session=";

  private SessionUrls() {}

  /** Adds a key to a URL; it replaces one that is there. */
  static URL encode(URL url, String key) {
    StringBuilder file = new StringBuilder(url.getPath()).append('?');
    if (url.getQuery() != null) {
      for (String parameter : url.getQuery().split("&")) {
        if (!parameter.isEmpty() && !parameter.startsWith(PARAMETER)) {
          file.append(parameter).append('&');
        }
      }
    }
    file.append(PARAMETER).append(key);
    if (url.getRef() != null) {
      file.append('#').append(url.getRef());
    }
    try {
      return new URL(url, file.toString());
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("No key can be added to " + url, e);
    }
  }

  /**
   * Key in a query; null if there is none.
   *
   * @param query null if the URL has none
   */
  static String key(String query) {
    int start = query == null ? -1 : start(query);
    if (start < 0) {
      return null;
    }
    int end = query.indexOf('&', start);
    return query.substring(start, end < 0 ? query.length() : end);
  }

  private static int start(String query) {
    int found = query.indexOf(PARAMETER);
    while (found > 0 && query.charAt(found - 1) != '&') {
      found = query.indexOf(PARAMETER, found + 1);
    }
    return found < 0 ? -1 : found + PARAMETER.length();
  }
}
