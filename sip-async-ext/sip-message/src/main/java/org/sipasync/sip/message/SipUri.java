package org.sipasync.sip.message;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * sip or sips URI. Keeps its parts as they were written (escaped); equality is RFC 3261 19.1.4's,
 * which is not transitive: do not use as a map's key where absent parameters matter.
 */
public final class SipUri implements Uri {
  private static final String[] MUST_MATCH = {"user", "ttl", "method", "maddr", "transport"};

  private final boolean secure;
  private final String user;
  private final String password;
  private final String host;
  private final int port;
  private final Map<String, String> parameters;
  private final Map<String, String> headers;

  private SipUri(
      boolean secure,
      String user,
      String password,
      String host,
      int port,
      Map<String, String> parameters,
      Map<String, String> headers) {
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

  /** Makes a URI; the user is escaped, null if there is none; port -1 if there is none. */
  public static SipUri of(String user, String host, int port) {
    Cursor in = Cursor.of(host, "host");
    try {
      in.skipHost();
      in.expectEnd();
    } catch (ParseException e) {
      throw new IllegalArgumentException("Bad host in SIP URI");
    }
    String escaped = user == null ? null : UriEscape.user(user);
    return new SipUri(false, escaped, null, host, port, Map.of(), Map.of());
  }

  /** Splits what UriSyntax has checked. */
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
    return new SipUri(
        colon == 4,
        secret < 0 ? user : user.substring(0, secret),
        secret < 0 ? null : user.substring(secret + 1),
        text.substring(host, hasPort ? port : hostEnd),
        hasPort ? Integer.parseInt(text, port + 1, hostEnd, 10) : -1,
        hostEnd == end ? Map.of() : split(text.substring(hostEnd + 1, end), ';', name),
        headers < 0 ? Map.of() : split(text.substring(headers + 1), '&', name));
  }

  private static Map<String, String> split(String text, char separator, String name)
      throws ParseException {
    Map<String, String> map = new LinkedHashMap<>();
    for (int from = 0; from <= text.length(); ) {
      int to = text.indexOf(separator, from);
      if (to < 0) to = text.length();
      int equal = text.indexOf('=', from);
      boolean flag = equal < 0 || equal > to;
      if (map.size() == Limits.PARAMETERS) throw ParseException.tooManyParameters(name);
      // twice the same parameter is forbidden (19.1.1); the same header is not
      String key = text.substring(from, flag ? to : equal);
      String old = map.put(key, flag ? null : text.substring(equal + 1, to));
      if (old != null && separator == ';') throw ParseException.bad(name);
      from = to + 1;
    }
    return map;
  }

  @Override
  public String scheme() {
    return secure ? "sips" : "sip";
  }

  public boolean secure() {
    return secure;
  }

  /** User, unescaped; null if there is none. */
  public String user() {
    return user == null ? null : UriEscape.unescape(user);
  }

  /** Password, unescaped; null if there is none. */
  public String password() {
    return password == null ? null : UriEscape.unescape(password);
  }

  /** Host as written; an IPv6 address is in brackets. */
  public String host() {
    return host;
  }

  /** Port; -1 if there is none. */
  public int port() {
    return port;
  }

  /** Value of a parameter, unescaped; null if absent, "" if it has no value. */
  public String parameter(String name) {
    for (Map.Entry<String, String> entry : parameters.entrySet())
      if (UriEscape.unescape(entry.getKey()).equalsIgnoreCase(name))
        return entry.getValue() == null ? "" : UriEscape.unescape(entry.getValue());
    return null;
  }

  /** Parameters in their order, escaped; the value of a flag is null. */
  public Map<String, String> parameters() {
    return java.util.Collections.unmodifiableMap(parameters);
  }

  /** Headers in their order, escaped. */
  public Map<String, String> headers() {
    return java.util.Collections.unmodifiableMap(headers);
  }

  public boolean loose() {
    return parameter("lr") != null;
  }

  /** Copy with the parameter set, escaped as needed; null makes a flag. */
  public SipUri with(String name, String value) {
    Map<String, String> copy = new LinkedHashMap<>(parameters);
    copy.keySet().removeIf(key -> UriEscape.unescape(key).equalsIgnoreCase(name));
    copy.put(UriEscape.parameter(name), value == null ? null : UriEscape.parameter(value));
    return new SipUri(secure, user, password, host, port, copy, headers);
  }

  /** Copy without the parameter. */
  public SipUri without(String name) {
    Map<String, String> copy = new LinkedHashMap<>(parameters);
    copy.keySet().removeIf(key -> UriEscape.unescape(key).equalsIgnoreCase(name));
    return new SipUri(secure, user, password, host, port, copy, headers);
  }

  /** Copy with another user, escaped as needed; null removes user and password. */
  public SipUri withUser(String name) {
    String escaped = name == null ? null : UriEscape.user(name);
    String secret = name == null ? null : password;
    return new SipUri(secure, escaped, secret, host, port, parameters, headers);
  }

  /** Copy with another password, escaped as needed; null removes it. */
  public SipUri withPassword(String secret) {
    String escaped = secret == null ? null : UriEscape.password(secret);
    return new SipUri(secure, user, escaped, host, port, parameters, headers);
  }

  /**
   * Copy with another host and port.
   *
   * @param port -1 if there is none
   * @throws IllegalArgumentException if the host is none
   */
  public SipUri withHost(String host, int port) {
    if (port < -1 || port > 65_535) throw new IllegalArgumentException("Bad port in SIP URI");
    String checked = of(null, host, port).host;
    return new SipUri(secure, user, password, checked, port, parameters, headers);
  }

  /** Copy with scheme sips or sip. */
  public SipUri withSecure(boolean secure) {
    return new SipUri(secure, user, password, host, port, parameters, headers);
  }

  /** Value of a header, unescaped; null if absent. */
  public String header(String name) {
    for (Map.Entry<String, String> entry : headers.entrySet())
      if (UriEscape.unescape(entry.getKey()).equalsIgnoreCase(name))
        return entry.getValue() == null ? "" : UriEscape.unescape(entry.getValue());
    return null;
  }

  /** Copy with the header set, escaped as needed; null removes it. */
  public SipUri withHeader(String name, String value) {
    Map<String, String> copy = new LinkedHashMap<>(headers);
    copy.keySet().removeIf(key -> UriEscape.unescape(key).equalsIgnoreCase(name));
    if (value != null) copy.put(UriEscape.header(name), UriEscape.header(value));
    return new SipUri(secure, user, password, host, port, parameters, copy);
  }

  /** Copy without headers, as a Request-URI must be. */
  public SipUri withoutHeaders() {
    return new SipUri(secure, user, password, host, port, parameters, Map.of());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SipUri that
        && secure == that.secure
        && port == that.port
        && UriEscape.canonical(host).equals(UriEscape.canonical(that.host))
        && Objects.equals(UriEscape.normal(user), UriEscape.normal(that.user))
        && Objects.equals(UriEscape.normal(password), UriEscape.normal(that.password))
        && sameParameters(that)
        && UriEscape.canonical(headers).equals(UriEscape.canonical(that.headers));
  }

  private boolean sameParameters(SipUri that) {
    Map<String, String> mine = UriEscape.canonical(parameters);
    Map<String, String> theirs = UriEscape.canonical(that.parameters);
    for (String name : MUST_MATCH)
      if (mine.containsKey(name) != theirs.containsKey(name)) return false;
    for (Map.Entry<String, String> entry : mine.entrySet()) {
      String value = theirs.get(entry.getKey());
      if (value != null && !value.equals(entry.getValue())) return false;
    }
    return true;
  }

  @Override
  public int hashCode() {
    return Objects.hash(secure, UriEscape.normal(user), UriEscape.canonical(host), port);
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
    write(out, parameters, ';', ';');
    write(out, headers, '?', '&');
    return out.toString();
  }

  private static void write(StringBuilder out, Map<String, String> map, char first, char next) {
    char separator = first;
    for (Map.Entry<String, String> entry : map.entrySet()) {
      out.append(separator).append(entry.getKey());
      if (entry.getValue() != null) out.append('=').append(entry.getValue());
      separator = next;
    }
  }
}
