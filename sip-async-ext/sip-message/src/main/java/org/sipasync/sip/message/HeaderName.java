package org.sipasync.sip.message;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Name of a header field. Known names have an id and some a compact form; unknown ones are kept
 * byte for byte. Equality ignores case, and a compact form equals the long one.
 */
public final class HeaderName {
  private static final int SLOTS = 1024;
  private static final HeaderName[] TABLE = new HeaderName[SLOTS];
  private static final Map<String, HeaderName> KNOWN = new HashMap<>();
  private static int ids;

  // The parser looks at these itself: Via, and what there is once
  public static final HeaderName VIA = known("Via", 'v');
  public static final HeaderName FROM = known("From", 'f');
  public static final HeaderName TO = known("To", 't');
  public static final HeaderName CALL_ID = known("Call-ID", 'i');
  public static final HeaderName CSEQ = known("CSeq");
  public static final HeaderName CONTENT_LENGTH = known("Content-Length", 'l');
  public static final HeaderName MAX_FORWARDS = known("Max-Forwards");

  public static final HeaderName CONTACT = known("Contact", 'm');
  public static final HeaderName ROUTE = known("Route");
  public static final HeaderName RECORD_ROUTE = known("Record-Route");
  public static final HeaderName CONTENT_TYPE = known("Content-Type", 'c');
  public static final HeaderName TIMESTAMP = known("Timestamp");
  public static final HeaderName REQUIRE = known("Require");
  public static final HeaderName PROXY_REQUIRE = known("Proxy-Require");
  public static final HeaderName SUPPORTED = known("Supported", 'k');
  public static final HeaderName UNSUPPORTED = known("Unsupported");
  public static final HeaderName ALLOW = known("Allow");
  public static final HeaderName EXPIRES = known("Expires");
  public static final HeaderName MIN_EXPIRES = known("Min-Expires");
  public static final HeaderName RETRY_AFTER = known("Retry-After");
  public static final HeaderName WARNING = known("Warning");
  public static final HeaderName ACCEPT = known("Accept");
  public static final HeaderName AUTHORIZATION = known("Authorization");
  public static final HeaderName WWW_AUTHENTICATE = known("WWW-Authenticate");
  public static final HeaderName PROXY_AUTHORIZATION = known("Proxy-Authorization");
  public static final HeaderName PROXY_AUTHENTICATE = known("Proxy-Authenticate");
  public static final HeaderName PATH = known("Path");
  public static final HeaderName SERVICE_ROUTE = known("Service-Route");
  public static final HeaderName REFER_TO = known("Refer-To", 'r');
  public static final HeaderName REFERRED_BY = known("Referred-By", 'b');
  public static final HeaderName P_ASSERTED_IDENTITY = known("P-Asserted-Identity");
  public static final HeaderName P_PREFERRED_IDENTITY = known("P-Preferred-Identity");
  public static final HeaderName HISTORY_INFO = known("History-Info");
  public static final HeaderName REPLY_TO = known("Reply-To");
  public static final HeaderName RACK = known("RAck");
  public static final HeaderName RSEQ = known("RSeq");
  public static final HeaderName REPLACES = known("Replaces");
  public static final HeaderName JOIN = known("Join");
  public static final HeaderName SESSION_EXPIRES = known("Session-Expires", 'x');
  public static final HeaderName MIN_SE = known("Min-SE");
  public static final HeaderName EVENT = known("Event", 'o');
  public static final HeaderName ALLOW_EVENTS = known("Allow-Events", 'u');
  public static final HeaderName SUBSCRIPTION_STATE = known("Subscription-State");
  public static final HeaderName REASON = known("Reason");
  public static final HeaderName DATE = known("Date");
  public static final HeaderName SUBJECT = known("Subject", 's');

  /** Headers that are treated as text. */
  private static final String OTHERS =
      "Accept-Contact:a Accept-Encoding Accept-Language Accept-Resource-Priority Alert-Info"
          + " Answer-Mode Authentication-Info Call-Info Content-Disposition Content-Encoding:e"
          + " Content-ID Content-Language Error-Info Feature-Caps Flow-Timer Geolocation Geolocation-Error"
          + " Geolocation-Routing Identity:y Identity-Info Info-Package In-Reply-To"
          + " Max-Breadth MIME-Version Organization P-Access-Network-Info P-Answer-State"
          + " P-Asserted-Service P-Associated-URI P-Called-Party-ID P-Charge-Info"
          + " P-Charging-Function-Addresses P-Charging-Vector P-Early-Media P-Media-Authorization"
          + " P-Preferred-Service P-Private-Network-Indication P-Profile-Key P-Refused-URI-List"
          + " P-Served-User P-User-Database P-Visited-Network-ID"
          + " Permission-Missing Policy-Contact Policy-ID Priority Priv-Answer-Mode Privacy Proxy-Authentication-Info"
          + " Recv-Info Refer-Events-At Refer-Sub Reject-Contact:j Request-Disposition:d Resource-Priority"
          + " Security-Client Security-Server Security-Verify Server Session-ID SIP-ETag SIP-If-Match"
          + " Suppress-If-Match Target-Dialog Trigger-Consent User-Agent User-to-User";

  static {
    for (String entry : OTHERS.split(" ")) {
      int colon = entry.indexOf(':');
      if (colon < 0) known(entry);
      else known(entry.substring(0, colon), entry.charAt(colon + 1));
    }
  }

  private final int id;
  private final String text;
  private final String compact;
  private HeaderName next;

  private HeaderName(int id, String text, String compact) {
    this.id = id;
    this.text = text;
    this.compact = compact;
  }

  private static HeaderName known(String text) {
    HeaderName name = new HeaderName(++ids, text, null);
    enter(text, name);
    return name;
  }

  private static HeaderName known(String text, char letter) {
    String compact = String.valueOf(letter);
    HeaderName name = new HeaderName(++ids, text, compact);
    enter(text, name);
    enter(compact, new HeaderName(name.id, compact, compact));
    KNOWN.put(compact, name);
    return name;
  }

  private static void enter(String text, HeaderName name) {
    int hash = 0;
    for (int i = 0; i < text.length(); i++) hash = hash * 31 + (text.charAt(i) | 0x20);
    int slot = slot(hash);
    name.next = TABLE[slot];
    TABLE[slot] = name;
    KNOWN.putIfAbsent(text.toLowerCase(Locale.ROOT), name);
  }

  private static int slot(int hash) {
    return (hash ^ hash >>> 10 ^ hash >>> 20) & SLOTS - 1;
  }

  /** Returns true if the parser accepts this header only once in a message. */
  static boolean single(int id) {
    return id >= FROM.id && id <= MAX_FORWARDS.id;
  }

  static HeaderName ofId(int id) {
    for (HeaderName name : KNOWN.values()) if (name.id == id) return name;
    throw new IllegalArgumentException("Header id " + id);
  }

  /** Finds the id of a name; 0 if unknown. */
  static int idOf(byte[] data, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) hash = hash * 31 + (data[i] | 0x20);
    for (HeaderName name = TABLE[slot(hash)]; name != null; name = name.next)
      if (Ascii.same(data, from, to, name.text)) return name.id;
    return 0;
  }

  /**
   * Returns the name for a text, long or compact.
   *
   * @throws IllegalArgumentException if the text is not a token
   */
  public static HeaderName of(String text) {
    HeaderName known = KNOWN.get(text.toLowerCase(Locale.ROOT));
    if (known != null) return known;
    if (!Ascii.isToken(text)) throw new IllegalArgumentException("Header name is no token");
    return new HeaderName(0, text, null);
  }

  int id() {
    return id;
  }

  /** Returns the compact form; null if there is none. */
  public String compact() {
    return compact;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HeaderName that
        && (id == 0 ? that.id == 0 && text.equalsIgnoreCase(that.text) : id == that.id);
  }

  @Override
  public int hashCode() {
    return id == 0 ? text.toLowerCase(Locale.ROOT).hashCode() : id;
  }

  @Override
  public String toString() {
    return text;
  }
}
