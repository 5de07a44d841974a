package org.sipasync.docs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Makes HTML of the pages: one file for each, below one folder, which needs no server and asks
 * nobody for anything.
 */
public final class Site {
  private final Pages pages;
  private final Diagrams diagrams;
  private final Path target;

  private Site(Pages pages, Diagrams diagrams, Path target) {
    this.pages = pages;
    this.diagrams = diagrams;
    this.target = target;
  }

  /**
   * Makes the site.
   *
   * @param arguments the repository's root and the site's folder
   */
  public static void main(String[] arguments) throws IOException {
    make(Path.of(arguments[0]), Path.of(arguments[1]));
  }

  static void make(Path root, Path target) throws IOException {
    Pages pages = Pages.read(root);
    new Site(pages, Diagrams.read(pages.docs().resolve("diagrams")), target).make();
  }

  private void make() throws IOException {
    String layout = resource("layout.html");
    for (Page page : pages.all()) {
      write(SiteMap.file(pages, page), html(layout, page));
    }
    write(Path.of("style.css"), resource("style.css"));
    copyPictures();
    for (String file : List.of("LICENSE", "NOTICE")) {
      write(Path.of("project", file + ".txt"), Files.readString(pages.root().resolve(file)));
    }
  }

  /** Pictures lie beside the pages that show them. */
  private void copyPictures() throws IOException {
    for (String folder : List.of("", "benchmarks")) {
      Path from = pages.docs().resolve(folder);
      try (DirectoryStream<Path> pictures = Files.newDirectoryStream(from, "*.{png,svg}")) {
        for (Path picture : pictures) {
          Path copy = target.resolve(pages.docs().relativize(picture));
          Files.copy(picture, copy, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private String html(String layout, Page page) {
    Page index = pages.named("docs/index.md");
    HtmlOf of = new HtmlOf(pages, diagrams, page);
    return layout
        .replace("{{title}}", HtmlOf.escaped(page.title()))
        .replace("{{top}}", SiteMap.path(pages, page, index).replaceFirst("index\\.html$", ""))
        .replace("{{navigation}}", of.navigation(index))
        .replace("{{content}}", of.content());
  }

  private void write(Path file, String text) throws IOException {
    Path absolute = target.resolve(file);
    Files.createDirectories(absolute.getParent());
    Files.writeString(absolute, text);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Site.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
