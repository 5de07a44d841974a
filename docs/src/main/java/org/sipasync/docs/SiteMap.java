package org.sipasync.docs;

import java.nio.file.Path;

/** Where pages are on the site: those of docs at its top, those of the root below project. */
final class SiteMap {
  private SiteMap() {}

  /** A page's file, from the site's folder. */
  static Path file(Pages pages, Page page) {
    Path docs = pages.docs();
    Path markdown =
        page.file().startsWith(docs)
            ? docs.relativize(page.file())
            : Path.of("project").resolve(pages.root().relativize(page.file()));
    return Path.of(markdown.toString().replaceFirst("\\.md$", ".html"));
  }

  /** The way from one page to another. */
  static String path(Pages pages, Page from, Page to) {
    return relative(file(pages, from), file(pages, to));
  }

  /** The way from one page to a text of the project, such as the licence. */
  static String path(Pages pages, Page from, String text) {
    return relative(file(pages, from), Path.of("project", text + ".txt"));
  }

  private static String relative(Path from, Path to) {
    Path folder = from.getParent() == null ? Path.of("") : from.getParent();
    return folder.relativize(to).toString();
  }
}
