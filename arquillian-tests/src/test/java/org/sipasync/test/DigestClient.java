package org.sipasync.test;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** A phone's answer to a challenge (RFC 7616, 3.4), independent of the sample. */
record DigestClient(String user, String password) {
  /** The registrar of the phones. */
  static final String REGISTRAR = "sip:127.0.0.1:" + InContainer.SIP_PORT;

  /** The Authorization header for one of the challenges in a 401. */
  String answer(SipMessage challenge, String algorithm, String method, String uri, int count) {
    String chosen =
        challenge.all("WWW-Authenticate").stream()
            .filter(text -> parameter(text, "algorithm").equals(algorithm))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no " + algorithm + " in\n" + challenge));
    return answer(
        parameter(chosen, "realm"), parameter(chosen, "nonce"), algorithm, method, uri, count);
  }

  /** The Authorization header for a nonce. */
  String answer(
      String realm, String nonce, String algorithm, String method, String uri, int count) {
    String times = "%08x".formatted(count);
    String secret = hash(algorithm, user + ":" + realm + ":" + password);
    String response =
        hash(
            algorithm,
            String.join(
                ":", secret, nonce, times, "c0", "auth", hash(algorithm, method + ":" + uri)));
    return ("Authorization: Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\","
            + " response=\"%s\", algorithm=%s, qop=auth, nc=%s, cnonce=\"c0\"")
        .formatted(user, realm, nonce, uri, response, algorithm, times);
  }

  /** Registers as a phone does: without credentials, then with; the last response. */
  SipMessage register(SipPhone phone, String... headers) {
    List<String> all = new ArrayList<>(List.of(headers));
    if (all.stream().noneMatch(header -> header.startsWith("To:"))) {
      all.add("To: <sip:" + user + "@127.0.0.1>");
    }
    SipMessage challenge =
        phone.request("REGISTER", REGISTRAR, all.toArray(String[]::new)).expect(401);
    all.add(answer(challenge, "SHA-256", "REGISTER", REGISTRAR, 1));
    return phone.request("REGISTER", REGISTRAR, all.toArray(String[]::new)).expectFinal();
  }

  static String parameter(String challenge, String name) {
    Matcher found = Pattern.compile(name + "=\"?([^\",]+)").matcher(challenge);
    if (!found.find()) {
      throw new AssertionError("no " + name + " in " + challenge);
    }
    return found.group(1);
  }

  private static String hash(String algorithm, String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
