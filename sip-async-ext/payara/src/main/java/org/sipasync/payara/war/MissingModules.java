package org.sipasync.payara.war;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sipasync.Problem;

/**
 * Finds uses of function modules that are neither on the server nor in the WAR, before a class that
 * uses them is looked at: that would fail with a NoClassDefFoundError and no advice.
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
    WarClasses.read(loader, modules::search);
    return List.copyOf(modules.missing.values());
  }

  /** The name of the directory that the server has unpacked the WAR into. */
  public static String nameOf(ClassLoader loader) {
    return WarClasses.roots(loader)
        .map(classes -> classes.getParent().getParent().getFileName().toString())
        .findFirst()
        .orElse("a WAR");
  }

  private void search(String user, String text) {
    Matcher use = USE.matcher(text);
    while (use.find()) {
      check(user, use.group(), use.group(1));
    }
  }

  private void check(String user, String used, String module) {
    if (!missing.containsKey(module) && loader.getResource(used + ".class") == null) {
      missing.put(
          module,
          Problem.MISSING_MODULE.message(
              user, name(used), "sip-async-functions-" + ARTIFACTS.getOrDefault(module, module)));
    }
  }

  private static String name(String path) {
    return path.replace('/', '.');
  }
}
