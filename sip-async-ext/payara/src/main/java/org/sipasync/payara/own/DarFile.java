package org.sipasync.payara.own;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import javax.servlet.sip.ar.SipApplicationRoutingRegion;
import org.sipasync.SipAsyncException;
import org.sipasync.support.SettingsReader;

/**
 * File of the default application router (JSR 289, appendix C), as far as one application handles a
 * request; routing on to the next one is issue 18. Immutable.
 */
final class DarFile {
  private static final String ALL = "ALL";
  private static final Pattern ENTRY = Pattern.compile("\\(([^()]*)\\)");
  private static final Pattern FIELD = Pattern.compile("\"([^\"]*)\"");
  private static final int FIELDS = 6;
  private static final String REGEX = "REGEX=";

  private final Map<String, List<Entry>> byMethod;

  /**
   * One application in the order of its method.
   *
   * @param subscriber {@code DAR:} and a header's name, or a URI
   * @param order stateInfo: lower ones come first
   * @param regex to be found in the start line; null if there is none
   */
  record Entry(
      String application,
      String subscriber,
      SipApplicationRoutingRegion region,
      int order,
      Pattern regex) {
    private boolean matches(String startLine) {
      return regex == null || regex.matcher(startLine).find();
    }
  }

  private DarFile(Map<String, List<Entry>> byMethod) {
    this.byMethod = Map.copyOf(byMethod);
  }

  /**
   * Reads the file.
   *
   * @param location URI of the file
   * @throws SipAsyncException SIPA-0103 if it cannot be read or understood
   */
  static DarFile read(String location) {
    Properties file = new Properties();
    try (InputStream in = URI.create(location).toURL().openStream()) {
      file.load(in);
    } catch (IOException | IllegalArgumentException e) {
      throw refused(location, "it cannot be read: " + e);
    }
    Map<String, List<Entry>> byMethod = new HashMap<>();
    for (String method : file.stringPropertyNames()) {
      byMethod.put(method.strip(), entries(location, file.getProperty(method)));
    }
    return new DarFile(byMethod);
  }

  private static SipAsyncException refused(String location, String why) {
    return SettingsReader.refusal("sip.dar", location, why);
  }

  private static List<Entry> entries(String location, String value) {
    List<Entry> entries = new ArrayList<>();
    Matcher entry = ENTRY.matcher(value);
    while (entry.find()) {
      entries.add(entry(location, entry.group(1)));
    }
    if (entries.isEmpty()) {
      throw refused(location, "no (\"application\", ...) stands in " + value);
    }
    entries.sort(Comparator.comparingInt(Entry::order));
    return entries;
  }

  private static Entry entry(String location, String text) {
    List<String> fields = FIELD.matcher(text).results().map(field -> field.group(1)).toList();
    try {
      return new Entry(
          fields.get(0),
          fields.get(1),
          region(fields.get(2)),
          Integer.parseInt(fields.get(FIELDS - 1)),
          regex(fields));
    } catch (IndexOutOfBoundsException | NumberFormatException | PatternSyntaxException e) {
      throw refused(location, "(" + text + ") is not understood");
    }
  }

  private static SipApplicationRoutingRegion region(String name) {
    return switch (name) {
      case "ORIGINATING" -> SipApplicationRoutingRegion.ORIGINATING_REGION;
      case "TERMINATING" -> SipApplicationRoutingRegion.TERMINATING_REGION;
      default -> SipApplicationRoutingRegion.NEUTRAL_REGION;
    };
  }

  private static Pattern regex(List<String> fields) {
    return fields.stream()
        .skip(FIELDS)
        .filter(field -> field.startsWith(REGEX))
        .findFirst()
        .map(field -> Pattern.compile(field.substring(REGEX.length())))
        .orElse(null);
  }

  /**
   * Finds the first application for a request.
   *
   * @param isDeployed by name
   */
  Optional<Entry> first(String method, String startLine, Predicate<String> isDeployed) {
    List<Entry> entries = byMethod.getOrDefault(method, byMethod.getOrDefault(ALL, List.of()));
    return entries.stream()
        .filter(entry -> isDeployed.test(entry.application))
        .filter(entry -> entry.matches(startLine))
        .findFirst();
  }
}
