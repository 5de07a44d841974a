package org.sipasync.container.session;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import javax.servlet.sip.ConvergedHttpSession;

/**
 * Sessions of one application session: SIP's and HTTP's (JSR 289, 13), which HTTP servlets add on
 * threads of their own.
 */
final class Members {
  private final SipMembers sip = new SipMembers();

  /** Null before the first. */
  private Set<ConvergedHttpSession> http;

  private boolean closed;

  /** SIP sessions. */
  SipMembers sip() {
    return sip;
  }

  /** Adds an HTTP session; false once they are closed. */
  synchronized boolean add(ConvergedHttpSession session) {
    if (closed) {
      return false;
    }
    if (http == null) {
      http = new LinkedHashSet<>(2);
    }
    http.add(session);
    return true;
  }

  synchronized void remove(ConvergedHttpSession session) {
    if (http != null) {
      http.remove(session);
    }
  }

  /** HTTP sessions at this moment. */
  synchronized List<ConvergedHttpSession> http() {
    return http == null ? List.of() : List.copyOf(http);
  }

  /** Ends the membership of all HTTP sessions, and returns them. */
  synchronized List<ConvergedHttpSession> closeHttp() {
    List<ConvergedHttpSession> last = http();
    closed = true;
    http = null;
    return last;
  }

  /** True if there is no HTTP session, whose user may come back, and all others are ready. */
  boolean areReadyToInvalidate() {
    return sip.areReady() && http().isEmpty();
  }

  List<Object> all() {
    List<Object> all = new ArrayList<>(sip.all());
    all.addAll(http());
    return all;
  }

  /**
   * Sessions of a protocol.
   *
   * @throws IllegalArgumentException if it is neither SIP nor HTTP
   */
  List<?> of(String protocol) {
    return switch (Objects.requireNonNull(protocol, "protocol").toUpperCase(Locale.ROOT)) {
      case "SIP" -> sip.all();
      case "HTTP" -> http();
      default -> throw new IllegalArgumentException("Protocol is neither SIP nor HTTP");
    };
  }

  /** SIP session of an id; null if there is none. */
  DialogSession findSip(String id) {
    Objects.requireNonNull(id, "id");
    for (DialogSession session : sip.all()) {
      if (session.getId().equals(id)) {
        return session;
      }
    }
    return null;
  }

  /** HTTP session of an id; null if there is none. */
  ConvergedHttpSession findHttp(String id) {
    Objects.requireNonNull(id, "id");
    for (ConvergedHttpSession session : http()) {
      if (session.getId().equals(id)) {
        return session;
      }
    }
    return null;
  }
}
