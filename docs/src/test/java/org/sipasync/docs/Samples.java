package org.sipasync.docs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Compiles the Java samples of pages, all of them at once. */
final class Samples {
  private Samples() {}

  /**
   * Returns the errors of the samples, each with page and line.
   *
   * @param classes output directory of the compiler
   */
  static List<String> mistakes(Collection<Page> pages, Path classes) throws IOException {
    List<String> mistakes = new ArrayList<>();
    List<Source> sources = new ArrayList<>();
    for (Page page : pages) {
      for (Page.Block block : page.blocks("java")) {
        if (isIgnored(page, block, mistakes)) {
          continue;
        }
        try {
          sources.addAll(new Sample(page, block).sources());
        } catch (IllegalArgumentException e) {
          mistakes.add(e.getMessage());
        }
      }
    }
    if (!sources.isEmpty()) {
      mistakes.addAll(Javac.compile(sources, classes));
    }
    return mistakes;
  }

  /** A sample may be left out by {@code ```java ignore because …}: the reason is for readers. */
  private static boolean isIgnored(Page page, Page.Block block, List<String> mistakes) {
    String[] info = block.info().strip().split("\\s+", 3);
    if (info.length == 1) {
      return false;
    }
    if (!info[1].equals("ignore") || info.length < 3) {
      mistakes.add(
          page + ":" + (block.line() - 1) + ": write ```java, or ```java ignore and the reason");
    }
    return true;
  }
}
