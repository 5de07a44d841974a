package org.sipasync.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.sipasync.digest.DigestAlgorithm;
import org.sipasync.support.SettingsReader;

/**
 * The sample's configuration under {@code sample.}.
 *
 * @param realm realm of digest authentication
 * @param algorithms digest algorithms, in the order of the challenges
 * @param nonceSeconds lifetime of a nonce
 * @param loopbackContacts true if phones on this machine may register
 * @param namedContacts true if a Contact may have a host name instead of an address
 * @param openHttp true if other machines may use the HTTP side
 */
public record Settings(
    String realm,
    List<DigestAlgorithm> algorithms,
    int nonceSeconds,
    boolean loopbackContacts,
    boolean namedContacts,
    boolean openHttp) {
  private static final int MAX_NONCE_SECONDS = 86_400;

  /** The database has the users' secrets for these. */
  private static final List<DigestAlgorithm> STORED =
      List.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5);

  /** Needs no escaping in a quoted header value. */
  private static final Pattern REALM = Pattern.compile("[\\x20-\\x7e&&[^\"\\\\]]{1,64}");

  /**
   * Reads the settings.
   *
   * @param source returns the value of a key; empty if it is not set
   * @throws org.sipasync.SipAsyncException SIPA-0103 if a setting is invalid
   */
  static Settings from(Function<String, Optional<String>> source) {
    SettingsReader reader = new SettingsReader(source, "sample.");
    String realm = reader.text("realm").orElse("sip-async");
    if (!REALM.matcher(realm).matches()) {
      throw reader.refused(
          "realm", realm, "it must be 1 to 64 printable characters without quotes");
    }
    return new Settings(
        realm,
        algorithms(reader),
        reader.number("nonce.seconds", 60, 1, MAX_NONCE_SECONDS),
        reader.flag("contacts.loopback", true),
        reader.flag("contacts.names", false),
        reader.flag("http.open", false));
  }

  private static List<DigestAlgorithm> algorithms(SettingsReader reader) {
    String key = "auth.algorithms";
    List<DigestAlgorithm> algorithms = new ArrayList<>();
    for (String name : reader.text(key).orElse("MD5,SHA-256").split(",", -1)) {
      Optional<DigestAlgorithm> known =
          STORED.stream().filter(each -> each.token().equalsIgnoreCase(name.trim())).findFirst();
      if (known.isEmpty() || algorithms.contains(known.get())) {
        throw reader.refused(key, name, "it must be one or more of " + names() + ", each once");
      }
      algorithms.add(known.get());
    }
    return List.copyOf(algorithms);
  }

  private static List<String> names() {
    return STORED.stream().map(DigestAlgorithm::token).toList();
  }
}
