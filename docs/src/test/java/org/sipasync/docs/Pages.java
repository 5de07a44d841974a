package org.sipasync.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All Markdown pages of the repository, by their files. */
final class Pages {
  private static final List<String> AT_THE_ROOT =
      List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md");

  private final Path root;
  private final Map<Path, Page> byFile = new LinkedHashMap<>();

  private Pages(Path root) {
    this.root = root;
  }

  /**
   * Reads README, CONTRIBUTING, CHANGELOG and whatever Markdown is below {@code docs}.
   *
   * @param root the repository
   */
  static Pages read(Path root) throws IOException {
    Pages pages = new Pages(root.toAbsolutePath().normalize());
    List<Path> files = new ArrayList<>();
    AT_THE_ROOT.forEach(name -> files.add(pages.root.resolve(name)));
    Path docs = pages.docs();
    try (Stream<Path> found = Files.walk(docs)) {
      found
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> !file.startsWith(docs.resolve("target")))
          .filter(file -> !file.startsWith(docs.resolve("src")))
          .sorted()
          .forEach(files::add);
    }
    for (Path file : files) {
      pages.byFile.put(file, Page.read(pages.root, file));
    }
    return pages;
  }

  Path root() {
    return root;
  }

  Path docs() {
    return root.resolve("docs");
  }

  Collection<Page> all() {
    return byFile.values();
  }

  /** The page of a file, or null. */
  Page at(Path file) {
    return byFile.get(file);
  }

  /** A page by its path from the root; it must be there. */
  Page named(String name) {
    Page page = at(root.resolve(name));
    if (page == null) {
      throw new IllegalArgumentException("there is no page " + name);
    }
    return page;
  }
}
