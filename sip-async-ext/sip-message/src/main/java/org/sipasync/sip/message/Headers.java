package org.sipasync.sip.message;

import static org.sipasync.sip.message.HeaderType.list;
import static org.sipasync.sip.message.HeaderType.one;

/** Headers with a syntax of their own. */
public final class Headers {
  public static final HeaderType<Via> VIA = list(HeaderName.VIA, Via::read);
  public static final HeaderType<NameAddr> FROM = one(HeaderName.FROM, NameAddr::read);
  public static final HeaderType<NameAddr> TO = one(HeaderName.TO, NameAddr::read);
  public static final HeaderType<CSeq> CSEQ = one(HeaderName.CSEQ, CSeq::read);
  public static final HeaderType<NameAddr> CONTACT = list(HeaderName.CONTACT, NameAddr::read);
  public static final HeaderType<NameAddr> ROUTE = list(HeaderName.ROUTE, NameAddr::read);
  public static final HeaderType<NameAddr> RECORD_ROUTE =
      list(HeaderName.RECORD_ROUTE, NameAddr::read);
  public static final HeaderType<NameAddr> PATH = list(HeaderName.PATH, NameAddr::read);
  public static final HeaderType<NameAddr> SERVICE_ROUTE =
      list(HeaderName.SERVICE_ROUTE, NameAddr::read);
  public static final HeaderType<NameAddr> REFER_TO = one(HeaderName.REFER_TO, NameAddr::read);
  public static final HeaderType<NameAddr> REFERRED_BY =
      one(HeaderName.REFERRED_BY, NameAddr::read);
  public static final HeaderType<NameAddr> REPLY_TO = one(HeaderName.REPLY_TO, NameAddr::read);
  public static final HeaderType<NameAddr> P_ASSERTED_IDENTITY =
      list(HeaderName.P_ASSERTED_IDENTITY, NameAddr::read);
  public static final HeaderType<NameAddr> P_PREFERRED_IDENTITY =
      list(HeaderName.P_PREFERRED_IDENTITY, NameAddr::read);
  public static final HeaderType<NameAddr> HISTORY_INFO =
      list(HeaderName.HISTORY_INFO, NameAddr::read);

  public static final HeaderType<Integer> MAX_FORWARDS =
      one(HeaderName.MAX_FORWARDS, in -> (int) in.number(255));
  public static final HeaderType<Long> EXPIRES = one(HeaderName.EXPIRES, Headers::seconds);
  public static final HeaderType<Long> MIN_EXPIRES = one(HeaderName.MIN_EXPIRES, Headers::seconds);
  public static final HeaderType<Long> RSEQ = one(HeaderName.RSEQ, Headers::seconds);
  public static final HeaderType<RAck> RACK = one(HeaderName.RACK, RAck::read);
  public static final HeaderType<RetryAfter> RETRY_AFTER =
      one(HeaderName.RETRY_AFTER, RetryAfter::read);

  public static final HeaderType<String> REQUIRE = list(HeaderName.REQUIRE, Cursor::token);
  public static final HeaderType<String> PROXY_REQUIRE =
      list(HeaderName.PROXY_REQUIRE, Cursor::token);
  public static final HeaderType<String> SUPPORTED = list(HeaderName.SUPPORTED, Cursor::token);
  public static final HeaderType<String> UNSUPPORTED = list(HeaderName.UNSUPPORTED, Cursor::token);
  public static final HeaderType<String> ALLOW = list(HeaderName.ALLOW, Cursor::token);
  public static final HeaderType<String> ALLOW_EVENTS =
      list(HeaderName.ALLOW_EVENTS, Cursor::token);

  public static final HeaderType<Valued> SESSION_EXPIRES =
      one(HeaderName.SESSION_EXPIRES, Valued::number);
  public static final HeaderType<Valued> MIN_SE = one(HeaderName.MIN_SE, Valued::number);
  public static final HeaderType<Valued> EVENT = one(HeaderName.EVENT, Valued::token);
  public static final HeaderType<Valued> SUBSCRIPTION_STATE =
      one(HeaderName.SUBSCRIPTION_STATE, Valued::token);
  public static final HeaderType<Valued> REASON = list(HeaderName.REASON, Valued::token);
  public static final HeaderType<Valued> REPLACES = one(HeaderName.REPLACES, Valued::dialog);
  public static final HeaderType<Valued> JOIN = one(HeaderName.JOIN, Valued::dialog);
  public static final HeaderType<Valued> ACCEPT = list(HeaderName.ACCEPT, Valued::media);
  public static final HeaderType<Valued> CONTENT_TYPE = one(HeaderName.CONTENT_TYPE, Valued::media);

  public static final HeaderType<Authentication> AUTHORIZATION =
      one(HeaderName.AUTHORIZATION, Authentication::read);
  public static final HeaderType<Authentication> PROXY_AUTHORIZATION =
      one(HeaderName.PROXY_AUTHORIZATION, Authentication::read);
  public static final HeaderType<Authentication> WWW_AUTHENTICATE =
      one(HeaderName.WWW_AUTHENTICATE, Authentication::read);
  public static final HeaderType<Authentication> PROXY_AUTHENTICATE =
      one(HeaderName.PROXY_AUTHENTICATE, Authentication::read);

  private Headers() {}

  /** Any header whose entries are addresses. */
  public static HeaderType<NameAddr> addresses(HeaderName name) {
    return list(name, NameAddr::read);
  }

  /** Any header whose entries are values with parameters. */
  public static HeaderType<Valued> valued(HeaderName name) {
    return list(name, Valued::any);
  }

  private static long seconds(Cursor in) throws ParseException {
    return in.number(0xffff_ffffL);
  }
}
