package org.sipasync.test;

import java.util.ArrayList;
import java.util.List;
import org.sipasync.testkit.phone.Digest;
import org.sipasync.testkit.phone.Exchange;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** A user with a password who answers challenges by a chosen algorithm and nonce count. */
record DigestClient(String user, String password) {
  /** The registrar of the phones. */
  static final String REGISTRAR = "sip:127.0.0.1:" + InContainer.SIP_PORT;

  /** The Authorization header for one of the challenges in a 401. */
  String answer(SipMessage challenge, String algorithm, String method, String uri, int count) {
    Digest chosen =
        challenge.all("WWW-Authenticate").stream()
            .flatMap(value -> Digest.of(List.of(value)).stream())
            .filter(digest -> digest.algorithm().equals(algorithm))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no " + algorithm + " in\n" + challenge));
    return "Authorization: " + chosen.answer(method, uri, user, password, count);
  }

  /** The Authorization header for a nonce. */
  String answer(
      String realm, String nonce, String algorithm, String method, String uri, int count) {
    String challenge =
        "Digest realm=\"%s\", nonce=\"%s\", algorithm=%s, qop=\"auth\""
            .formatted(realm, nonce, algorithm);
    return "Authorization: "
        + Digest.of(List.of(challenge)).orElseThrow().answer(method, uri, user, password, count);
  }

  /** Registers as a phone does: without credentials, then with; the last response. */
  SipMessage register(SipPhone phone, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    if (all.stream().noneMatch(header -> header.startsWith("To:"))) {
      all.add("To: <sip:" + user + "@127.0.0.1>");
    }
    Exchange first = phone.request("REGISTER", REGISTRAR, all.toArray(String[]::new));
    first.expect(401);
    all.add(first.credentials(user, password));
    return phone.request("REGISTER", REGISTRAR, all.toArray(String[]::new)).expectFinal();
  }
}
