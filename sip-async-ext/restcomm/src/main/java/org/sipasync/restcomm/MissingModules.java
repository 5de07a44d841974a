package org.sipasync.restcomm;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sipasync.Problem;

/**
 * Finds uses of function modules that are neither on the server nor in the WAR, before a class that
 * uses them is looked at: that would fail with a NoClassDefFoundError and no advice.
 *
 * <p>A class file names the classes that it uses in its constants, as plain text.
 */
final class MissingModules {
  private static final String CLASSES = "/WEB-INF/classes/";
  private static final Pattern USE =
      Pattern.compile("org/sipasync/functions/([a-z]+)/[A-Za-z0-9_$/]+");

  /** Modules whose artifact is not named as their package is. */
  private static final Map<String, String> ARTIFACTS = Map.of("sqlpg", "sql-pg");

  private final ServletContext war;
  private final Map<String, String> missing = new TreeMap<>();

  private MissingModules(ServletContext war) {
    this.war = war;
  }

  /** A text for each module that is missing. */
  static List<String> of(ServletContext war) {
    MissingModules modules = new MissingModules(war);
    modules.search(CLASSES);
    return List.copyOf(modules.missing.values());
  }

  private void search(String directory) {
    Set<String> paths = war.getResourcePaths(directory);
    for (String path : paths == null ? new ArrayList<String>() : new ArrayList<>(paths)) {
      if (path.endsWith("/")) {
        search(path);
      } else if (path.endsWith(".class")) {
        read(path);
      }
    }
  }

  private void read(String path) {
    try (InputStream file = war.getResourceAsStream(path)) {
      Matcher use = USE.matcher(new String(file.readAllBytes(), StandardCharsets.ISO_8859_1));
      while (use.find()) {
        check(path, use.group(), use.group(1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void check(String user, String used, String module) {
    if (!missing.containsKey(module) && war.getClassLoader().getResource(used + ".class") == null) {
      missing.put(
          module,
          Problem.MISSING_MODULE.message(
              name(user.substring(CLASSES.length(), user.length() - ".class".length())),
              name(used),
              "sip-async-functions-" + ARTIFACTS.getOrDefault(module, module)));
    }
  }

  private static String name(String path) {
    return path.replace('/', '.');
  }
}
