package org.sipasync.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The drawings of the pages' Mermaid diagrams. GitHub draws a diagram itself; the site shows the
 * drawing whose {@code <desc>} is the diagram's text, so that the two cannot drift apart unnoticed.
 */
final class Diagrams {
  private static final Pattern DESCRIPTION = Pattern.compile("(?s)<desc>(.*?)</desc>");

  private final Map<String, String> byText = new LinkedHashMap<>();

  /** Reads the drawings of {@code docs/diagrams}. */
  static Diagrams read(Path folder) throws IOException {
    Diagrams diagrams = new Diagrams();
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.filter(file -> file.toString().endsWith(".svg")).sorted().toList();
    }
    for (Path file : files) {
      String drawing = Files.readString(file);
      Matcher matcher = DESCRIPTION.matcher(drawing);
      if (!matcher.find()) {
        throw new IOException(file + " has no <desc> with the text of its diagram");
      }
      diagrams.byText.put(normalized(unescaped(matcher.group(1))), drawing);
    }
    return diagrams;
  }

  private static String unescaped(String xml) {
    return xml.replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&");
  }

  /** Neither indentation nor blank lines tell two texts apart. */
  private static String normalized(String text) {
    return String.join("\n", text.lines().map(String::strip).filter(l -> !l.isEmpty()).toList());
  }

  /** The drawing of a diagram, or null if there is none. */
  String drawing(String text) {
    return byText.get(normalized(text));
  }

  /** What does not fit: diagrams without a drawing, drawings without a diagram. */
  List<String> mistakes(Iterable<Page> pages) {
    List<String> mistakes = new ArrayList<>();
    Map<String, String> unused = new LinkedHashMap<>(byText);
    for (Page page : pages) {
      for (Page.Block block : page.blocks("mermaid")) {
        if (drawing(block.text()) == null) {
          mistakes.add(page + ":" + block.line() + ": no file in docs/diagrams has this as <desc>");
        }
        unused.remove(normalized(block.text()));
      }
    }
    unused.keySet().forEach(text -> mistakes.add("no page has the diagram: " + text));
    return mistakes;
  }
}
