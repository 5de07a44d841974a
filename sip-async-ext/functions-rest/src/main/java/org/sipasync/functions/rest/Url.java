package org.sipasync.functions.rest;

import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP URL with placeholders: the safe way to build one from SIP values.
 *
 * <pre>{@code
 * Url.of("http://crm.example/users/{user}?from={from}")
 *    .with("user", uri.getUser())
 *    .with("from", request.getFrom().getURI().toString())
 * }</pre>
 *
 * <p>A value is percent-encoded as a whole, so it cannot add a path segment, query or host.
 * Placeholders are allowed in path and query only. Immutable.
 */
public final class Url implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int MAX_LENGTH = 8000;
  private static final Pattern TEMPLATE = Pattern.compile("[\\x21-\\x7e]{1," + MAX_LENGTH + "}");
  private static final Pattern PLACE = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_]{0,30})}");

  /**
   * Matches a reg-name of unreserved characters, including '_', which java.net.URI rejects, or an
   * IPv6 address that it has validated (RFC 3986, 3.2.2).
   */
  private static final Pattern AUTHORITY =
      Pattern.compile("([A-Za-z0-9._~-]{1,255}|\\[[0-9A-Fa-f:.]+])(?::([0-9]{1,5}))?");

  private static final Pattern DOTS = Pattern.compile("(?i)(\\.|%2e){1,2}");
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  /** Templates parsed last, by hash: most applications give the same few with each call. */
  private static final AtomicReferenceArray<Url> RECENT = new AtomicReferenceArray<>(64);

  private final String text;

  /** Target of the template, whose path is unfilled; null once deserialised, until needed. */
  private transient HttpTarget base;

  private Url(String text, HttpTarget base) {
    this.text = text;
    this.base = base;
  }

  /**
   * Parses a constant URL template.
   *
   * @param template {@code http://} or {@code https://}, a host, and optional placeholders such as
   *     {@code {name}}; not null
   * @throws IllegalArgumentException if it is not such a URL, or has user information, a fragment
   *     or characters that need encoding
   */
  public static Url of(String template) {
    int place = template.hashCode() & (RECENT.length() - 1);
    Url recent = RECENT.get(place);
    if (recent == null || !recent.text.equals(template)) {
      recent = parsed(template);
      RECENT.set(place, recent);
    }
    return recent;
  }

  private static Url parsed(String template) {
    if (!TEMPLATE.matcher(template).matches()) {
      throw bad(template, "it must have 1 to " + MAX_LENGTH + " printable ASCII characters");
    }
    Url url = new Url(template, parse(template));
    url.checkPlaces();
    return url;
  }

  private void checkPlaces() {
    Matcher place = PLACE.matcher(text);
    int authorityEnds = (text + "/").indexOf('/', text.indexOf("://") + 3);
    int query = text.indexOf('?');
    int end = query >= 0 ? Math.min(query, authorityEnds) : authorityEnds;
    if (place.find() && place.start() < end) {
      throw bad(text, "placeholders are allowed in path and query only");
    }
  }

  /**
   * Fills a placeholder.
   *
   * @param name the placeholder's name; not null
   * @param value any text, percent-encoded whole; not null
   * @throws IllegalArgumentException if the placeholder is unknown, the value contains control
   *     characters, makes the URL too long, or leaves a path segment empty or {@code .} or {@code
   *     ..}
   */
  public Url with(String name, String value) {
    String place = "{" + name + "}";
    if (name.indexOf('{') >= 0 || name.indexOf('}') >= 0 || !text.contains(place)) {
      throw bad(text, "it has no placeholder " + HeaderSyntax.shown(name));
    }
    Url filled = new Url(text.replace(place, encoded(name, value)), base());
    if (filled.text.length() > MAX_LENGTH) {
      throw bad(text, "with the value of " + name + " it is longer than " + MAX_LENGTH);
    }
    if (value.isEmpty() || value.indexOf('.') >= 0) {
      filled.checkSegments(name, value);
    }
    return filled;
  }

  private static String encoded(String name, String value) {
    if (value.chars().allMatch(c -> UNRESERVED.indexOf(c) >= 0)) {
      return value;
    }
    ByteBuffer bytes;
    try {
      bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "the value of " + name + " contains an unpaired surrogate", e);
    }
    StringBuilder encoded = new StringBuilder();
    while (bytes.hasRemaining()) {
      int b = bytes.get() & 0xff;
      if (b < ' ' || b == 0x7f) {
        throw new IllegalArgumentException(
            "the value of "
                + name
                + " contains a control character: \""
                + HeaderSyntax.shown(value)
                + "\"");
      }
      if (UNRESERVED.indexOf(b) >= 0) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(String.format(Locale.ROOT, "%02X", b));
      }
    }
    return encoded.toString();
  }

  /**
   * Rejects "..", which servers resolve, and empty segments, which may mean the whole collection.
   */
  private void checkSegments(String name, String value) {
    String path = text.split("\\?", 2)[0];
    String[] segments = path.substring(path.indexOf("://") + 3).split("/", -1);
    for (int i = 1; i < segments.length; i++) {
      if (DOTS.matcher(segments[i]).matches() || (value.isEmpty() && segments[i].isEmpty())) {
        throw new IllegalArgumentException(
            "\"" + HeaderSyntax.shown(value) + "\" as " + name + " would change the path");
      }
    }
  }

  /**
   * Returns the target.
   *
   * @throws IllegalArgumentException if a placeholder is unfilled
   */
  HttpTarget target() {
    if (text.indexOf('{') >= 0) {
      Matcher place = PLACE.matcher(text);
      throw bad(text, "no value for " + (place.find() ? place.group() : "{"));
    }
    HttpTarget parsed = base();
    return new HttpTarget(parsed.scheme(), parsed.host(), parsed.port(), HttpTarget.path(text));
  }

  private HttpTarget base() {
    if (base == null) {
      base = parse(text);
    }
    return base;
  }

  private static HttpTarget parse(String text) {
    URI uri;
    try {
      uri = new URI(PLACE.matcher(text).replaceAll("x"));
    } catch (URISyntaxException e) {
      throw bad(text, e.getReason());
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw bad(text, "it must start with http:// or https://");
    }
    if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      throw bad(text, "user information and fragments are not allowed");
    }
    String given = uri.getRawAuthority();
    Matcher authority = AUTHORITY.matcher(given == null ? "" : given);
    int port = authority.matches() ? port(authority.group(2)) : 0;
    if (port == 0 || port > 65_535) {
      throw bad(text, "it must have a host and at most a port from 1 to 65535");
    }
    return HttpTarget.of(scheme, authority.group(1), port, uri);
  }

  private static int port(String digits) {
    return digits == null ? -1 : Integer.parseInt(digits);
  }

  private static IllegalArgumentException bad(String text, String why) {
    return new IllegalArgumentException(
        "\"" + HeaderSyntax.shown(text) + "\" is not a valid URL: " + why);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Url url && url.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
