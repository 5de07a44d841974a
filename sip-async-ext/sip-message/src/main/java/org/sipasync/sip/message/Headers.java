package org.sipasync.sip.message;

import java.util.ArrayList;
import java.util.List;

/**
 * Headers with a syntax of their own. All others are text ({@link SipMessage#header}): Identity,
 * Subject, Server, Timestamp, … A value's {@code toString} can be passed to {@link SipMessage#set}.
 */
public final class Headers {
  // Requests, responses, dialogs: RFC 3261, 3262, 3327, 3608, 5626
  public static final HeaderType<Via> VIA = list("Via", Via::read);
  public static final HeaderType<NameAddr> FROM = one("From", NameAddr::read);
  public static final HeaderType<NameAddr> TO = one("To", NameAddr::read);
  public static final HeaderType<CSeq> CSEQ = one("CSeq", CSeq::read);
  public static final HeaderType<NameAddr> CONTACT = list("Contact", NameAddr::read);
  public static final HeaderType<NameAddr> ROUTE = list("Route", NameAddr::read);
  public static final HeaderType<NameAddr> RECORD_ROUTE = list("Record-Route", NameAddr::read);
  public static final HeaderType<NameAddr> PATH = list("Path", NameAddr::read);
  public static final HeaderType<NameAddr> SERVICE_ROUTE = list("Service-Route", NameAddr::read);
  public static final HeaderType<Integer> MAX_FORWARDS =
      one("Max-Forwards", in -> (int) in.number(255));
  public static final HeaderType<Long> MAX_BREADTH = one("Max-Breadth", Headers::number);
  public static final HeaderType<Long> RSEQ = one("RSeq", Headers::number);
  public static final HeaderType<RAck> RACK = one("RAck", RAck::read);
  public static final HeaderType<Long> EXPIRES = one("Expires", Headers::number);
  public static final HeaderType<Long> MIN_EXPIRES = one("Min-Expires", Headers::number);
  public static final HeaderType<Long> FLOW_TIMER = one("Flow-Timer", Headers::number);
  public static final HeaderType<RetryAfter> RETRY_AFTER = one("Retry-After", RetryAfter::read);
  public static final HeaderType<SipDate> DATE = one("Date", SipDate::read);
  public static final HeaderType<Warning> WARNING = list("Warning", Warning::read);
  public static final HeaderType<String> IN_REPLY_TO = list("In-Reply-To", Valued::callId);
  public static final HeaderType<NameAddr> REPLY_TO = one("Reply-To", NameAddr::read);
  public static final HeaderType<NameAddr> ALERT_INFO = list("Alert-Info", NameAddr::read);
  public static final HeaderType<NameAddr> CALL_INFO = list("Call-Info", NameAddr::read);
  public static final HeaderType<NameAddr> ERROR_INFO = list("Error-Info", NameAddr::read);

  // Option tags, methods and other tokens
  public static final HeaderType<String> REQUIRE = list("Require", Cursor::token);
  public static final HeaderType<String> PROXY_REQUIRE = list("Proxy-Require", Cursor::token);
  public static final HeaderType<String> SUPPORTED = list("Supported", Cursor::token);
  public static final HeaderType<String> UNSUPPORTED = list("Unsupported", Cursor::token);
  public static final HeaderType<String> ALLOW = list("Allow", Cursor::token);
  public static final HeaderType<String> ALLOW_EVENTS = list("Allow-Events", Cursor::token);
  public static final HeaderType<String> CONTENT_ENCODING = list("Content-Encoding", Cursor::token);
  public static final HeaderType<String> CONTENT_LANGUAGE = list("Content-Language", Cursor::token);
  public static final HeaderType<String> REQUEST_DISPOSITION =
      list("Request-Disposition", Cursor::token);
  public static final HeaderType<String> RESOURCE_PRIORITY =
      list("Resource-Priority", Cursor::token);
  public static final HeaderType<String> ACCEPT_RESOURCE_PRIORITY =
      list("Accept-Resource-Priority", Cursor::token);
  public static final HeaderType<String> PRIORITY = one("Priority", Cursor::token);
  public static final HeaderType<String> MIME_VERSION = one("MIME-Version", Cursor::token);
  public static final HeaderType<String> SIP_ETAG = one("SIP-ETag", Cursor::token);
  public static final HeaderType<String> SIP_IF_MATCH = one("SIP-If-Match", Cursor::token);
  public static final HeaderType<String> SUPPRESS_IF_MATCH =
      one("Suppress-If-Match", Cursor::token);
  public static final HeaderType<List<String>> PRIVACY = one("Privacy", Headers::privacy);

  // A value with parameters
  public static final HeaderType<Valued> SESSION_EXPIRES = one("Session-Expires", Valued::number);
  public static final HeaderType<Valued> MIN_SE = one("Min-SE", Valued::number);
  public static final HeaderType<Valued> EVENT = one("Event", Valued::token);
  public static final HeaderType<Valued> SUBSCRIPTION_STATE =
      one("Subscription-State", Valued::token);
  public static final HeaderType<Valued> REASON = list("Reason", Valued::token);
  public static final HeaderType<Valued> REPLACES = one("Replaces", Valued::dialog);
  public static final HeaderType<Valued> JOIN = one("Join", Valued::dialog);
  public static final HeaderType<Valued> TARGET_DIALOG = one("Target-Dialog", Valued::targetDialog);
  public static final HeaderType<Valued> ACCEPT = list("Accept", Valued::media);
  public static final HeaderType<Valued> CONTENT_TYPE = one("Content-Type", Valued::media);
  public static final HeaderType<Valued> CONTENT_DISPOSITION =
      one("Content-Disposition", Valued::token);
  public static final HeaderType<Valued> ACCEPT_ENCODING = list("Accept-Encoding", Valued::token);
  public static final HeaderType<Valued> ACCEPT_LANGUAGE = list("Accept-Language", Valued::token);
  public static final HeaderType<Valued> ACCEPT_CONTACT = list("Accept-Contact", Valued::token);
  public static final HeaderType<Valued> REJECT_CONTACT = list("Reject-Contact", Valued::token);
  public static final HeaderType<Valued> FEATURE_CAPS = list("Feature-Caps", Valued::token);
  public static final HeaderType<Valued> ANSWER_MODE = one("Answer-Mode", Valued::token);
  public static final HeaderType<Valued> PRIV_ANSWER_MODE = one("Priv-Answer-Mode", Valued::token);
  public static final HeaderType<Valued> INFO_PACKAGE = one("Info-Package", Valued::token);
  public static final HeaderType<Valued> RECV_INFO = list("Recv-Info", Valued::token);
  public static final HeaderType<Valued> REFER_SUB = one("Refer-Sub", Valued::token);
  public static final HeaderType<Valued> SECURITY_CLIENT = list("Security-Client", Valued::token);
  public static final HeaderType<Valued> SECURITY_SERVER = list("Security-Server", Valued::token);
  public static final HeaderType<Valued> SECURITY_VERIFY = list("Security-Verify", Valued::token);
  public static final HeaderType<Valued> SESSION_ID = one("Session-ID", Valued::token);
  public static final HeaderType<Valued> USER_TO_USER = list("User-to-User", Valued::word);

  // Addresses: RFC 3325, 3515, 3892, 7044 and the P-headers of RFC 5002, 5502, 7315
  public static final HeaderType<NameAddr> REFER_TO = one("Refer-To", NameAddr::read);
  public static final HeaderType<NameAddr> REFERRED_BY = one("Referred-By", NameAddr::read);
  public static final HeaderType<NameAddr> HISTORY_INFO = list("History-Info", NameAddr::read);
  public static final HeaderType<NameAddr> P_ASSERTED_IDENTITY =
      list("P-Asserted-Identity", NameAddr::read);
  public static final HeaderType<NameAddr> P_PREFERRED_IDENTITY =
      list("P-Preferred-Identity", NameAddr::read);
  public static final HeaderType<NameAddr> P_ASSOCIATED_URI =
      list("P-Associated-URI", NameAddr::read);
  public static final HeaderType<NameAddr> P_CALLED_PARTY_ID =
      one("P-Called-Party-ID", NameAddr::read);
  public static final HeaderType<NameAddr> P_SERVED_USER = one("P-Served-User", NameAddr::read);
  public static final HeaderType<NameAddr> P_PROFILE_KEY = one("P-Profile-Key", NameAddr::read);
  public static final HeaderType<NameAddr> GEOLOCATION = list("Geolocation", NameAddr::read);
  public static final HeaderType<Valued> P_ACCESS_NETWORK_INFO =
      list("P-Access-Network-Info", Valued::token);
  public static final HeaderType<Valued> P_VISITED_NETWORK_ID =
      list("P-Visited-Network-ID", Valued::word);
  public static final HeaderType<Valued> P_ANSWER_STATE = one("P-Answer-State", Valued::token);
  public static final HeaderType<Valued> P_EARLY_MEDIA = list("P-Early-Media", Valued::token);
  public static final HeaderType<Parameters> P_CHARGING_VECTOR =
      one("P-Charging-Vector", Headers::parameters);
  public static final HeaderType<Parameters> P_CHARGING_FUNCTION_ADDRESSES =
      list("P-Charging-Function-Addresses", Headers::parameters);

  // Digest: RFC 3261 22, RFC 8760
  public static final HeaderType<Authentication> AUTHORIZATION =
      one("Authorization", Authentication::read);
  public static final HeaderType<Authentication> PROXY_AUTHORIZATION =
      one("Proxy-Authorization", Authentication::read);
  public static final HeaderType<Authentication> WWW_AUTHENTICATE =
      one("WWW-Authenticate", Authentication::read);
  public static final HeaderType<Authentication> PROXY_AUTHENTICATE =
      one("Proxy-Authenticate", Authentication::read);
  public static final HeaderType<Parameters> AUTHENTICATION_INFO =
      one("Authentication-Info", Authentication::parameters);
  public static final HeaderType<Parameters> PROXY_AUTHENTICATION_INFO =
      one("Proxy-Authentication-Info", Authentication::parameters);

  private Headers() {}

  /** Returns the type of any header whose entries are addresses. */
  public static HeaderType<NameAddr> addresses(HeaderName name) {
    return HeaderType.list(name, NameAddr::read);
  }

  /** Returns the type of any header whose entries are values with parameters. */
  public static HeaderType<Valued> valued(HeaderName name) {
    return HeaderType.list(name, Valued::any);
  }

  private static <T> HeaderType<T> one(String name, HeaderType.Reader<T> reader) {
    return HeaderType.one(HeaderName.of(name), reader);
  }

  private static <T> HeaderType<T> list(String name, HeaderType.Reader<T> reader) {
    return HeaderType.list(HeaderName.of(name), reader);
  }

  private static long number(Cursor in) throws ParseException {
    return in.number(0xffff_ffffL);
  }

  /** Reads values separated by semicolons (RFC 3323 4.2). */
  private static List<String> privacy(Cursor in) throws ParseException {
    List<String> values = new ArrayList<>(4);
    do {
      if (values.size() == Limits.PARAMETERS) throw ParseException.tooManyParameters(in.name);
      values.add(in.token());
    } while (in.take(';'));
    return List.copyOf(values);
  }

  /** Reads parameters that follow no value, so that the first has no semicolon before it. */
  private static Parameters parameters(Cursor in) throws ParseException {
    return Parameters.list(in, ';');
  }
}
