package org.sipasync.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The repository that the tests look at. */
final class Repository {
  static final Path ROOT =
      Path.of(System.getProperty("repository", "..")).toAbsolutePath().normalize();
  static final Pages PAGES = pages();

  private Repository() {}

  private static Pages pages() {
    try {
      return Pages.read(ROOT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All Java files below a folder of that name, such as {@code src/main/java}. */
  static List<Path> javaFiles(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().contains("/" + folder + "/"))
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !ROOT.relativize(file).toString().contains("target/"))
          .filter(file -> !file.startsWith(PAGES.docs()))
          .sorted()
          .toList();
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
