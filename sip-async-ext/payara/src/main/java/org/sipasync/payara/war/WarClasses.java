package org.sipasync.payara.war;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Class files of a WAR, to be looked at before a class is loaded. A class file names the classes
 * that it uses in its constants, as plain text.
 */
public final class WarClasses {
  private static final String RESOURCE = "Ljakarta/annotation/Resource;";
  private static final String SUFFIX = ".class";

  private WarClasses() {}

  /** Directories of a WAR's own classes; empty for another class loader. */
  static Stream<Path> roots(ClassLoader loader) {
    return loader instanceof URLClassLoader war
        ? Stream.of(war.getURLs())
            .filter(url -> url.getProtocol().equals("file"))
            .filter(url -> url.getPath().endsWith("/WEB-INF/classes/"))
            .map(url -> Path.of(URI.create(url.toString())))
        : Stream.empty();
  }

  /** A class file's text. */
  interface Reader {
    void read(String className, String text);
  }

  /** Reads all class files of a WAR. */
  static void read(ClassLoader loader, Reader reader) {
    roots(loader).forEach(root -> read(root, reader));
  }

  private static void read(Path root, Reader reader) {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        if (file.toString().endsWith(SUFFIX)) {
          String path = root.relativize(file).toString().replace('\\', '/');
          String name = path.substring(0, path.length() - SUFFIX.length()).replace('/', '.');
          reader.read(name, Files.readString(file, StandardCharsets.ISO_8859_1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Classes of a WAR that may ask for an object of one of the types by {@code @Resource}. */
  public static List<Class<?>> asking(ClassLoader loader, List<Class<?>> types) {
    List<Class<?>> found = new ArrayList<>();
    read(
        loader,
        (name, text) -> {
          boolean asks =
              text.contains(RESOURCE)
                  && types.stream().anyMatch(type -> text.contains(type.descriptorString()));
          if (asks) {
            load(name, loader, found);
          }
        });
    return found;
  }

  /** A class that cannot be loaded asks for nothing. */
  private static void load(String name, ClassLoader loader, List<Class<?>> found) {
    try {
      found.add(Class.forName(name, false, loader));
    } catch (ClassNotFoundException | LinkageError e) {
      System.getLogger("org.sipasync")
          .log(System.Logger.Level.DEBUG, "Class " + name + " cannot be looked at", e);
    }
  }
}
