package org.sipasync.payara.server;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sipasync.sip.trace.TraceSettings;
import org.sipasync.support.SettingsReader;

/** Reads the settings of ladder, trace log and HEP. */
final class TraceConfig {
  private static final Pattern COLLECTOR =
      Pattern.compile("udp:(\\[[^\\]]+\\]|[^:\\[\\]]+):(\\d{1,5})");
  private static final int MAX_PORT = 65_535;
  private static final int MAX_KEY = 200;
  private static final int MIN_BYTES = 128 << 10;
  private static final long MAX_ID = 0xffff_ffffL;

  private TraceConfig() {}

  static TraceSettings of(Function<String, Optional<String>> config) {
    SettingsReader reader = new SettingsReader(config, "sip.");
    TraceSettings off = TraceSettings.OFF;
    return new TraceSettings(
        reader.flag("ladder", off.ladder()),
        reader.number("ladder.max-messages", off.maxMessages(), 10, 1_000_000),
        reader.number("ladder.max-bytes", off.maxBytes(), MIN_BYTES, 1 << 30),
        reader.word("trace", off.log()),
        reader.number("trace.max-per-second", off.maxLogged(), 0, 1_000_000),
        reader.text("hep.collector").map(text -> collector(reader, text)).orElse(null),
        reader.number("hep.capture-id", off.captureId(), 1, MAX_ID),
        reader.text("hep.auth-key").map(key -> key(reader, key)).orElse(off.authKey()));
  }

  /** Looks the host up, which may block; an unknown one stays unresolved. */
  private static InetSocketAddress collector(SettingsReader reader, String text) {
    Matcher parts = COLLECTOR.matcher(text);
    int port = parts.matches() ? Integer.parseInt(parts.group(2)) : 0;
    if (port < 1 || port > MAX_PORT) {
      throw reader.refused(
          "hep.collector", text, "it must be udp:host:port, with IPv6 addresses in brackets");
    }
    return new InetSocketAddress(parts.group(1).replaceAll("[\\[\\]]", ""), port);
  }

  private static String key(SettingsReader reader, String key) {
    if (key.length() > MAX_KEY) {
      throw reader.refused("hep.auth-key", "…", "it may have 200 characters at most");
    }
    return key;
  }
}
