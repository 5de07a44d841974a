package org.sipasync.container.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.sipasync.container.message.Sips;
import org.sipasync.container.outbound.FlowRoutes;
import org.sipasync.container.outbound.Registrations;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.message.Uri;
import org.sipasync.sip.transport.Flow;
import org.sipasync.support.Signer;

/**
 * Our Record-Route and Path entries. The user of a Record-Route's URI is a key that only says: made
 * here at that time, for this Call-ID and caller. It is signed, so that nobody can have other
 * requests forwarded by it; all else in the URI is the address and the application's parameters.
 * Thread-safe.
 *
 * <pre>
 *   key = random id "." minutes since 1970, base 36 "." signature
 * </pre>
 */
final class RecordRoutes {
  private static final int SIGNATURE_BYTES = 12;
  private static final long MILLIS_PER_MINUTE = 60_000;

  /** A day: minutes that a key is good for when its call is forgotten. */
  private static final long LIFE_MINUTES = 24 * 60;

  private final BiFunction<Flow, Boolean, SipUri> addresses;
  private final Predicate<SipUri> isOwn;
  private final Function<Flow, String> tokens;
  private final Signer signer;
  private final LongSupplier clock;

  /**
   * Creates the routes of one loop.
   *
   * @param addresses our URI for the listen point of a flow; a sips URI if asked for
   * @param isOwn true if a URI leads here
   * @param tokens token of a flow
   * @param secret that the keys are signed by; at least 16 random bytes
   * @param clock milliseconds since 1970
   */
  RecordRoutes(
      BiFunction<Flow, Boolean, SipUri> addresses,
      Predicate<SipUri> isOwn,
      Function<Flow, String> tokens,
      byte[] secret,
      LongSupplier clock) {
    this.addresses = addresses;
    this.isOwn = isOwn;
    this.tokens = tokens;
    this.signer = new Signer(secret, SIGNATURE_BYTES);
    this.clock = clock;
  }

  /** Makes the key of a call from a random id. */
  String key(String id, String callId, String callerTag) {
    String made = id + "." + Long.toString(minutes(), Character.MAX_RADIX);
    return made + "." + signature(made, callId, callerTag);
  }

  private long minutes() {
    return clock.getAsLong() / MILLIS_PER_MINUTE;
  }

  /** True if a key of ours is not older than a day. */
  boolean isFresh(String key) {
    int end = key.lastIndexOf('.');
    int start = key.lastIndexOf('.', end - 1) + 1;
    return minutes() - Long.parseLong(key, start, end, Character.MAX_RADIX) <= LIFE_MINUTES;
  }

  private String signature(String made, String callId, String callerTag) {
    byte[] part = signer.sign(String.join("\n", made, callId, callerTag).getBytes(UTF_8));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(part);
  }

  /**
   * Key in a request's top Route, or in its Request-URI if a strict router has sent it (RFC 3261
   * 16.4). Null if we have not made it for this Call-ID and one of the tags.
   */
  String key(SipRequest request) {
    try {
      NameAddr top = request.get(Headers.ROUTE);
      String key = top == null ? null : key(top.uri(), request);
      return key != null || !request.uriText().contains(".") ? key : key(request.uri(), request);
    } catch (ParseException e) {
      return null;
    }
  }

  private String key(Uri uri, SipRequest request) {
    String key = uri instanceof SipUri sip && isOwn.test(sip) ? sip.user() : null;
    int dot = key == null ? -1 : key.lastIndexOf('.');
    boolean signed =
        dot > 0
            && (isSigned(key, dot, request.callId(), Tags.from(request))
                || isSigned(key, dot, request.callId(), Tags.to(request)));
    return signed ? key : null;
  }

  private boolean isSigned(String key, int dot, String callId, String callerTag) {
    byte[] signature = key.substring(dot + 1).getBytes(UTF_8);
    byte[] expected = signature(key.substring(0, dot), callId, callerTag).getBytes(UTF_8);
    return MessageDigest.isEqual(signature, expected);
  }

  /**
   * Removes our Routes from the top: one, or two where the transports or listen points of both
   * sides differ.
   */
  PoppedRoutes pop(SipRequest request) throws ParseException {
    if (key(request.uri(), request) != null) {
      return undoStrictRouting(request);
    }
    NameAddr first = request.get(Headers.ROUTE);
    if (first == null || !(first.uri() instanceof SipUri uri) || !isOwn.test(uri)) {
      return PoppedRoutes.NONE;
    }
    request.removeFirst(Headers.ROUTE);
    NameAddr second = request.get(Headers.ROUTE);
    if (second != null
        && second.uri() instanceof SipUri other
        && isOwn.test(other)
        && uri.user() != null
        && uri.user().equals(other.user())) {
      request.removeFirst(Headers.ROUTE);
      return new PoppedRoutes(first, other);
    }
    return new PoppedRoutes(first, uri);
  }

  /** Makes the last Route the Request-URI again, which was our Record-Route's (16.4). */
  private static PoppedRoutes undoStrictRouting(SipRequest request) throws ParseException {
    SipUri own = (SipUri) request.uri();
    PoppedRoutes ours = new PoppedRoutes(new NameAddr(own), own);
    List<NameAddr> routes = request.list(Headers.ROUTE);
    if (routes.isEmpty()) {
      return ours;
    }
    request.uri(routes.get(routes.size() - 1).uri());
    request.remove(HeaderName.ROUTE);
    for (NameAddr route : routes.subList(0, routes.size() - 1)) {
      request.add(HeaderName.ROUTE, route);
    }
    return ours;
  }

  /**
   * Adds Record-Route: one entry, or one per side where they differ (RFC 5658). With a sips
   * Request-URI they are sips URIs (RFC 3261 16.6 item 4). That of a side which is reached by its
   * flow only has the flow's token (RFC 5626 5.3).
   *
   * @param parameters the application's
   */
  void record(
      SipRequest request, String key, Map<String, String> parameters, Side from, Side towards) {
    SipUri in = uri(from.flow, Sips.isRequested(request), key, parameters);
    SipUri out = uri(towards.flow, Sips.isAddressed(request), key, parameters);
    SipUri incoming = from.uri(in, tokens);
    SipUri outgoing = towards.uri(out, tokens);
    if (!incoming.toString().equals(outgoing.toString())) {
      request.addFirst(HeaderName.RECORD_ROUTE, new NameAddr(incoming));
    }
    request.addFirst(HeaderName.RECORD_ROUTE, new NameAddr(outgoing));
  }

  /**
   * One side of a call.
   *
   * @param isBound true if it is reached by its flow only
   */
  record Side(Flow flow, boolean isBound) {
    SipUri uri(SipUri ours, Function<Flow, String> tokens) {
      return isBound ? ours.with(FlowRoutes.PARAMETER, tokens.apply(flow)) : ours;
    }
  }

  /**
   * Adds Path on top of the application's own (RFC 3327). If the phone is to be reached by its
   * flow, its user is the flow's token, and {@code ob} says so (RFC 5626 5.1).
   *
   * @param from flow that the REGISTER came by
   */
  void addPath(SipRequest register, Map<String, String> parameters, Flow from, Flow towards) {
    boolean isBound = Registrations.isByFlow(register, from.transport());
    SipUri uri =
        uri(towards, Sips.isAddressed(register), isBound ? tokens.apply(from) : null, parameters);
    register.addFirst(HeaderName.PATH, new NameAddr(isBound ? uri.with("ob", null) : uri));
  }

  private SipUri uri(Flow flow, boolean isSecure, String user, Map<String, String> parameters) {
    SipUri uri = addresses.apply(flow, isSecure).withUser(user).with("lr", null);
    for (Map.Entry<String, String> each : parameters.entrySet()) {
      if (uri.parameter(each.getKey()) == null) {
        uri = uri.with(each.getKey(), each.getValue());
      }
    }
    return uri;
  }
}
