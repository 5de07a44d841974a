package org.sipasync.sip.transport.tls;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.sipasync.SipAsyncException;
import org.sipasync.support.Mistakes;
import org.sipasync.support.SettingsReader;
import org.sipasync.support.TlsFiles;
import org.sipasync.support.TlsMaterial;

/**
 * Settings of TLS ({@code sip.tls…}). Mistakes are kept until {@link #load}, to be told together
 * with those of the files. Immutable.
 *
 * @param clientAuth certificates that clients have to show
 * @param protocols versions that are spoken
 * @param mistakes values that cannot be used
 */
public record TlsSettings(
    TlsFiles files,
    ClientAuth clientAuth,
    List<String> protocols,
    List<SipAsyncException> mistakes) {
  /** Versions that are safe, and spoken by default. */
  public static final List<String> PROTOCOLS = List.of("TLSv1.2", "TLSv1.3");

  private static final Set<String> IDENTITY =
      Set.of(
          "certificate",
          "key",
          "key-password",
          "key-store",
          "key-store-password",
          "key-store-type");

  /**
   * Reads the settings. Files are not looked at.
   *
   * @param config returns the value of a key; empty if it is not set
   */
  public static TlsSettings from(Function<String, Optional<String>> config) {
    return read(new SettingsReader(config, "sip.tls."), "sip.tls.");
  }

  /**
   * Reads the settings of one name, {@code sip.tls.NAME.…}. What is not set there is as set for
   * all; but a certificate and its key, or a key store, are taken together.
   */
  public static TlsSettings from(Function<String, Optional<String>> config, String name) {
    String prefix = "sip.tls." + name + ".";
    boolean isOwn = IDENTITY.stream().anyMatch(key -> config.apply(prefix + key).isPresent());
    Function<String, Optional<String>> inherited =
        whole -> {
          String key = whole.substring(prefix.length());
          Optional<String> own = config.apply(whole);
          return own.isPresent() || isOwn && IDENTITY.contains(key)
              ? own
              : config.apply("sip.tls." + key);
        };
    return read(new SettingsReader(inherited, prefix), prefix);
  }

  private static TlsSettings read(SettingsReader reader, String prefix) {
    Mistakes mistakes = new Mistakes();
    TlsFiles files =
        new TlsFiles(
            prefix,
            path(reader, "certificate", reader.text("certificate"), mistakes),
            path(reader, "key", reader.text("key"), mistakes),
            path(reader, "key-store", reader.text("key-store"), mistakes),
            reader.text("key-store-type"),
            path(reader, "trust", reader.text("trust"), mistakes),
            crls(reader, mistakes),
            new TlsFiles.Passwords(
                reader.text("key-password").orElse(""),
                reader.text("key-store-password").orElse(""),
                reader.text("trust-password").orElse("")));
    ClientAuth auth = mistakes.collect(() -> reader.word("client-auth", ClientAuth.NONE));
    List<String> protocols = mistakes.collect(() -> protocols(reader));
    return new TlsSettings(
        files,
        auth == null ? ClientAuth.NONE : auth,
        protocols == null ? PROTOCOLS : protocols,
        mistakes.all());
  }

  private static Optional<Path> path(
      SettingsReader reader, String key, Optional<String> text, Mistakes mistakes) {
    try {
      return text.map(Path::of);
    } catch (InvalidPathException e) {
      mistakes.add(reader.refused(key, text.orElseThrow(), "it is no path of a file"));
      return Optional.empty();
    }
  }

  private static List<Path> crls(SettingsReader reader, Mistakes mistakes) {
    List<Path> crls = new ArrayList<>();
    for (String each : reader.text("crl").map(text -> text.split(",")).orElse(new String[0])) {
      path(reader, "crl", Optional.of(each.trim()), mistakes).ifPresent(crls::add);
    }
    return List.copyOf(crls);
  }

  private static List<String> protocols(SettingsReader reader) {
    String text = reader.text("protocols").orElse(String.join(",", PROTOCOLS));
    List<String> protocols = new ArrayList<>();
    for (String each : text.split(",", -1)) {
      if (!PROTOCOLS.contains(each.trim())) {
        String allowed = String.join(" and ", PROTOCOLS);
        throw reader.refused("protocols", text, "it must list one or both of " + allowed);
      }
      protocols.add(each.trim());
    }
    return List.copyOf(protocols);
  }

  /**
   * Reads the files. Blocks on the file system.
   *
   * @param found gets all mistakes, of values and files
   * @return null if there are any
   */
  TlsMaterial load(Mistakes found) {
    found.addAll(mistakes);
    TlsMaterial material = TlsMaterial.read(files, found);
    return mistakes.isEmpty() ? material : null;
  }
}
