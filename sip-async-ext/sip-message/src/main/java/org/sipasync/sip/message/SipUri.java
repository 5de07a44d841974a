package org.sipasync.sip.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * sip or sips URI. Keeps its parts as written, with escapes. Equality follows RFC 3261 19.1.4 and
 * is not transitive: a parameter present in only one URI is mostly ignored, so do not use URIs as
 * keys of a map where that matters.
 */
public final class SipUri implements Uri {
  private static final String[] MUST_MATCH = {"user", "ttl", "method", "maddr", "transport"};

  private final boolean secure;
  private final String user;
  private final String password;
  private final String host;
  private final int port;

  /** Text that {@link UriParameters} reads. */
  private final String parameters;

  private final String headers;

  private SipUri(
      boolean secure,
      String user,
      String password,
      String host,
      int port,
      String parameters,
      String headers) {
    this.secure = secure;
    this.user = user;
    this.password = password;
    this.host = host;
    this.port = port;
    this.parameters = parameters;
    this.headers = headers;
  }

  /**
   * Parses a sip or sips URI.
   *
   * @throws ParseException 400 if it is malformed or of another scheme
   */
  public static SipUri parse(String text) throws ParseException {
    if (Uri.parse(text) instanceof SipUri uri) return uri;
    throw ParseException.bad("SIP URI");
  }

  /** Creates a URI; escapes the user, which may be null; port -1 means none. */
  public static SipUri of(String user, String host, int port) {
    Cursor in = Cursor.of(host, "host");
    try {
      in.skipHost();
      in.expectEnd();
    } catch (ParseException e) {
      throw new IllegalArgumentException("Bad host in SIP URI");
    }
    String escaped = user == null ? null : UriEscape.user(user);
    return new SipUri(false, escaped, null, host, port, "", null);
  }

  /** Splits a text that {@link UriSyntax} has checked. */
  static SipUri read(String text, String name) throws ParseException {
    int colon = text.indexOf(':');
    int at = text.indexOf('@');
    String user = at < 0 ? null : text.substring(colon + 1, at);
    int secret = user == null ? -1 : user.indexOf(':');
    int host = Math.max(colon, at) + 1;
    int headers = text.indexOf('?', host);
    int end = headers < 0 ? text.length() : headers;
    int parameters = text.indexOf(';', host);
    int hostEnd = parameters < 0 || parameters > end ? end : parameters;
    int bracket = text.indexOf(']', host);
    int port = text.indexOf(':', bracket < 0 || bracket > hostEnd ? host : bracket);
    boolean hasPort = port >= 0 && port < hostEnd;
    String list = hostEnd == end ? "" : text.substring(hostEnd + 1, end);
    UriParameters.check(list, name);
    return new SipUri(
        colon == 4,
        secret < 0 ? user : user.substring(0, secret),
        secret < 0 ? null : user.substring(secret + 1),
        text.substring(host, hasPort ? port : hostEnd),
        hasPort ? Integer.parseInt(text, port + 1, hostEnd, 10) : -1,
        list,
        headers < 0 ? null : text.substring(headers + 1));
  }

  @Override
  public String scheme() {
    return secure ? "sips" : "sip";
  }

  public boolean secure() {
    return secure;
  }

  /** Returns the user, unescaped; null if there is none. */
  public String user() {
    return user == null ? null : UriEscape.unescape(user);
  }

  /** Returns the password, unescaped; null if there is none. */
  public String password() {
    return password == null ? null : UriEscape.unescape(password);
  }

  /** Returns the host as written; an IPv6 address is in brackets. */
  public String host() {
    return host;
  }

  /** Returns the port; -1 if there is none. */
  public int port() {
    return port;
  }

  /** Returns the value of a parameter, unescaped; null if absent, "" if it has no value. */
  public String parameter(String name) {
    return UriParameters.get(parameters, name);
  }

  /** Returns the parameters in order, escaped; the value is null if there is none. */
  public Map<String, String> parameters() {
    return java.util.Collections.unmodifiableMap(UriParameters.map(parameters));
  }

  /** Returns the headers as written (name=value&name=value, escaped); null if there are none. */
  public String headers() {
    return headers;
  }

  public boolean loose() {
    return parameter("lr") != null;
  }

  /** Returns a copy with a parameter set, escaped as needed; without a value if that is null. */
  public SipUri with(String name, String value) {
    return withParameters(UriParameters.with(parameters, name, value));
  }

  /** Returns a copy without a parameter. */
  public SipUri without(String name) {
    return withParameters(UriParameters.without(parameters, name));
  }

  private SipUri withParameters(String list) {
    return new SipUri(secure, user, password, host, port, list, headers);
  }

  /** Returns a copy with another user, escaped as needed; null removes user and password. */
  public SipUri withUser(String name) {
    String escaped = name == null ? null : UriEscape.user(name);
    String secret = name == null ? null : password;
    return new SipUri(secure, escaped, secret, host, port, parameters, headers);
  }

  /** Returns a copy with another password, escaped as needed; null removes it. */
  public SipUri withPassword(String secret) {
    String escaped = secret == null ? null : UriEscape.password(secret);
    return new SipUri(secure, user, escaped, host, port, parameters, headers);
  }

  /**
   * Returns a copy with another host and port.
   *
   * @param port -1 if there is none
   * @throws IllegalArgumentException if the host is invalid
   */
  public SipUri withHost(String host, int port) {
    if (port < -1 || port > 65_535) throw new IllegalArgumentException("Bad port in SIP URI");
    String checked = of(null, host, port).host;
    return new SipUri(secure, user, password, checked, port, parameters, headers);
  }

  /** Returns a copy with scheme sips or sip. */
  public SipUri withSecure(boolean secure) {
    return new SipUri(secure, user, password, host, port, parameters, headers);
  }

  /** Returns the value of the first header of a name, unescaped; null if absent. */
  public String header(String name) {
    for (String header : eachHeader()) {
      if (isNamed(header, name)) {
        int equals = header.indexOf('=');
        return equals < 0 ? "" : UriEscape.unescape(header.substring(equals + 1));
      }
    }
    return null;
  }

  /** Returns the names of the headers, unescaped, in order; empty if there are none. */
  public List<String> headerNames() {
    List<String> names = new ArrayList<>();
    for (String header : eachHeader()) names.add(UriEscape.unescape(header.split("=", 2)[0]));
    return List.copyOf(names);
  }

  /** Returns a copy with a header set, escaped as needed; null removes it. */
  public SipUri withHeader(String name, String value) {
    List<String> kept = new ArrayList<>();
    for (String header : eachHeader()) if (!isNamed(header, name)) kept.add(header);
    if (value != null) kept.add(UriEscape.header(name) + "=" + UriEscape.header(value));
    String joined = kept.isEmpty() ? null : String.join("&", kept);
    return new SipUri(secure, user, password, host, port, parameters, joined);
  }

  private String[] eachHeader() {
    return headers == null ? new String[0] : headers.split("&");
  }

  private static boolean isNamed(String header, String name) {
    return UriEscape.unescape(header.split("=", 2)[0]).equalsIgnoreCase(name);
  }

  /** Returns a copy without headers, which a Request-URI must not have. */
  public SipUri withoutHeaders() {
    return new SipUri(secure, user, password, host, port, parameters, null);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SipUri that
        && secure == that.secure
        && port == that.port
        && HostSyntax.canonical(host).equals(HostSyntax.canonical(that.host))
        && Objects.equals(UriEscape.normal(user), UriEscape.normal(that.user))
        && Objects.equals(UriEscape.normal(password), UriEscape.normal(that.password))
        && sameParameters(that)
        && sameHeaders(that);
  }

  private boolean sameParameters(SipUri that) {
    Map<String, String> mine = UriEscape.canonical(UriParameters.map(parameters));
    Map<String, String> theirs = UriEscape.canonical(UriParameters.map(that.parameters));
    for (String name : MUST_MATCH)
      if (mine.containsKey(name) != theirs.containsKey(name)) return false;
    for (Map.Entry<String, String> entry : mine.entrySet()) {
      String value = theirs.get(entry.getKey());
      if (value != null && !value.equals(entry.getValue())) return false;
    }
    return true;
  }

  /** Compares headers in any order; a header may occur more than once. */
  private boolean sameHeaders(SipUri that) {
    return Arrays.equals(that.sortedHeaders(), sortedHeaders());
  }

  private String[] sortedHeaders() {
    String[] sorted = UriEscape.canonical(headers).split("&");
    Arrays.sort(sorted);
    return sorted;
  }

  @Override
  public int hashCode() {
    return Objects.hash(secure, UriEscape.normal(user), HostSyntax.canonical(host), port);
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(64).append(secure ? "sips:" : "sip:");
    if (user != null) {
      out.append(user);
      if (password != null) out.append(':').append(password);
      out.append('@');
    }
    out.append(host);
    if (port >= 0) out.append(':').append(port);
    if (!parameters.isEmpty()) out.append(';').append(parameters);
    if (headers != null) out.append('?').append(headers);
    return out.toString();
  }
}
