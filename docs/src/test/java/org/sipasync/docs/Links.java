package org.sipasync.docs;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks the links of pages to files of the repository and to headings; the web is left alone. */
final class Links {
  private final Pages pages;

  Links(Pages pages) {
    this.pages = pages;
  }

  /** All broken links of all pages, each with its file and line. */
  List<String> broken() {
    List<String> broken = new ArrayList<>();
    for (Page page : pages.all()) {
      broken.addAll(broken(page));
    }
    return broken;
  }

  /** The broken links of one page. */
  List<String> broken(Page page) {
    List<String> broken = new ArrayList<>();
    for (Page.Reference reference : page.references()) {
      String wrong = wrong(page, reference.target());
      if (wrong != null) {
        broken.add(page + ":" + reference.line() + ": " + reference.target() + ": " + wrong);
      }
    }
    return broken;
  }

  private String wrong(Page page, String target) {
    URI uri;
    try {
      uri = URI.create(target);
    } catch (IllegalArgumentException e) {
      return "is no address";
    }
    if (uri.getScheme() != null) {
      return uri.getScheme().equals("https") ? null : "is neither a file nor https";
    }
    if (uri.getPath().isEmpty()) {
      return wrongAnchor(page, uri.getFragment());
    }
    Path file = file(page, uri.getPath());
    if (!file.startsWith(pages.root()) || !Files.exists(file)) {
      return "there is no such file";
    }
    return uri.getFragment() == null ? null : wrongAnchor(pages.at(file), uri.getFragment());
  }

  private static String wrongAnchor(Page page, String anchor) {
    if (page == null) {
      return "the file is no page, so it has no headings";
    }
    return Anchors.of(page.headings()).contains(anchor) ? null : "there is no such heading";
  }

  /** The file that a link of a page leads to, whether it is there or not. */
  static Path file(Page page, String path) {
    return page.file().getParent().resolve(path).normalize();
  }
}
