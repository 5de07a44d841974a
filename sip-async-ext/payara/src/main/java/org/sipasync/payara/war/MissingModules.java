package org.sipasync.payara.war;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sipasync.Problem;

/**
 * Finds uses of function modules that are neither on the server nor in the WAR, before a class that
 * uses them is looked at: that would fail with a NoClassDefFoundError and no advice.
 *
 * <p>A class file names the classes that it uses in its constants, as plain text.
 */
public final class MissingModules {
  private static final Pattern USE =
      Pattern.compile("org/sipasync/functions/([a-z]+)/[A-Za-z0-9_$/]+");

  /** Modules whose artifact is not named as their package is. */
  private static final Map<String, String> ARTIFACTS = Map.of("sqlpg", "sql-pg");

  private final ClassLoader loader;
  private final Map<String, String> missing = new TreeMap<>();

  private MissingModules(ClassLoader loader) {
    this.loader = loader;
  }

  /**
   * A text for each module that is missing.
   *
   * @param loader of the WAR; its own classes are read, not those of its parents
   */
  public static List<String> of(ClassLoader loader) {
    MissingModules modules = new MissingModules(loader);
    classes(loader).forEach(modules::search);
    return List.copyOf(modules.missing.values());
  }

  /** The name of the directory that the server has unpacked the WAR into. */
  public static String nameOf(ClassLoader loader) {
    return classes(loader)
        .map(classes -> classes.getParent().getParent().getFileName().toString())
        .findFirst()
        .orElse("a WAR");
  }

  private static Stream<Path> classes(ClassLoader loader) {
    return loader instanceof URLClassLoader war
        ? Stream.of(war.getURLs())
            .filter(url -> url.getProtocol().equals("file"))
            .filter(url -> url.getPath().endsWith("/WEB-INF/classes/"))
            .map(url -> Path.of(URI.create(url.toString())))
        : Stream.empty();
  }

  private void search(Path classes) {
    try (Stream<Path> files = Files.walk(classes)) {
      files.filter(file -> file.toString().endsWith(".class")).forEach(file -> read(classes, file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(Path classes, Path file) {
    try {
      Matcher use = USE.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
      while (use.find()) {
        check(classes.relativize(file).toString(), use.group(), use.group(1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void check(String user, String used, String module) {
    if (!missing.containsKey(module) && loader.getResource(used + ".class") == null) {
      missing.put(
          module,
          Problem.MISSING_MODULE.message(
              name(user.substring(0, user.length() - ".class".length())),
              name(used),
              "sip-async-functions-" + ARTIFACTS.getOrDefault(module, module)));
    }
  }

  private static String name(String path) {
    return path.replace('/', '.');
  }
}
