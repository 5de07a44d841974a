package org.sipasync.docs;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Java sample of a page: compilation units; or members of a class and statements, with a blank
 * line between them, which are put into a subclass of {@link Surroundings}. A sample with imports
 * of its own is complete; others get {@link Imports}. Samples of one page share a package.
 */
final class Sample {
  private static final Pattern PACKAGE = Pattern.compile("(?m)^package\\s+([\\w.]+)\\s*;");
  private static final Pattern IMPORT = Pattern.compile("(?m)^import\\s");

  private final String page;
  private final Page.Block block;
  private final String text;

  Sample(Page page, Page.Block block) {
    this.page = page.name();
    this.block = block;
    this.text = block.text();
  }

  /**
   * The sources to compile.
   *
   * @throws IllegalArgumentException if it is no Java; the message has page and line
   */
  List<Source> sources() {
    return Javac.parse(text).map(this::units).orElseGet(() -> List.of(wrapped()));
  }

  private String packageName() {
    return "samples." + page.toLowerCase().replaceAll("[^a-z0-9]", "_");
  }

  /** Each top-level class is a file of its own, as it would be in real life. */
  private List<Source> units(Javac.Parsed parsed) {
    CompilationUnitTree unit = parsed.tree();
    if (unit.getTypeDecls().isEmpty()) {
      String imports = IMPORT.matcher(text).find() ? "" : Imports.of(text);
      return List.of(source("package-info", packageOf(text), "", text + imports, block.line()));
    }
    SourcePositions positions = parsed.trees().getSourcePositions();
    int first = (int) positions.getStartPosition(unit, unit.getTypeDecls().get(0));
    String preamble = text.substring(0, first).replaceAll("(?s)/\\*.*?\\*/|//[^\\n]*", "");
    List<Source> sources = new ArrayList<>();
    for (Tree type : unit.getTypeDecls()) {
      int start = (int) positions.getStartPosition(unit, type);
      String code = text.substring(start, (int) positions.getEndPosition(unit, type));
      int line = block.line() + lines(text.substring(0, start));
      String header =
          preamble.isBlank() ? header(packageName(), code) : preamble.replace("\n", " ");
      sources.add(source(nameOf(code), packageOf(preamble), header, code, line));
    }
    return sources;
  }

  private String packageOf(String preamble) {
    Matcher matcher = PACKAGE.matcher(preamble);
    return matcher.find() ? matcher.group(1) : packageName();
  }

  private static String nameOf(String type) {
    Matcher matcher = Pattern.compile("\\b(?:class|interface|enum|record)\\s+(\\w+)").matcher(type);
    if (!matcher.find()) {
      throw new IllegalArgumentException("a type without a name: " + type);
    }
    return matcher.group(1);
  }

  private Source wrapped() {
    StringBuilder body = new StringBuilder();
    int methods = 0;
    int line = block.line();
    for (String chunk : chunks()) {
      if (Javac.parse("class X {" + chunk + "}").isPresent()) {
        body.append(chunk);
      } else if (Javac.parse("class X { void x() {" + chunk + "} }").isPresent()) {
        body.append("void statements").append(++methods).append("() throws Exception {");
        body.append(chunk, 0, chunk.length() - 1).append("}\n");
      } else {
        throw new IllegalArgumentException(
            page
                + ":"
                + line
                + ": this is neither a compilation unit, nor members of a class, nor"
                + " statements");
      }
      line += lines(chunk);
    }
    String name = "Sample" + block.line();
    String header =
        header(packageName(), text)
            + "abstract class "
            + name
            + " extends org.sipasync.docs.Surroundings {";
    return source(name, packageName(), header, body + "}", block.line());
  }

  /** The text in parts, which end with a blank line outside any bracket. */
  private List<String> chunks() {
    List<String> chunks = new ArrayList<>();
    StringBuilder chunk = new StringBuilder();
    int depth = 0;
    for (String line : text.split("\n", -1)) {
      chunk.append(line).append('\n');
      depth += count(line, "({[") - count(line, ")}]");
      if (line.isBlank() && depth == 0) {
        chunks.add(chunk.toString());
        chunk.setLength(0);
      }
    }
    if (!chunk.toString().isBlank()) {
      chunks.add(chunk.toString());
    }
    return chunks;
  }

  private static int count(String line, String brackets) {
    return (int) line.chars().filter(c -> brackets.indexOf(c) >= 0).count();
  }

  private static int lines(String part) {
    return (int) part.chars().filter(c -> c == '\n').count();
  }

  private static String header(String packageName, String code) {
    return IMPORT.matcher(code).find()
        ? "package " + packageName + "; "
        : "package " + packageName + "; " + Imports.of(code) + " ";
  }

  /** The header goes into the first line, so that lines keep their numbers. */
  private Source source(String name, String inPackage, String header, String code, int line) {
    String padding = "\n".repeat(Math.max(0, line - 1));
    return new Source(
        page, inPackage.replace('.', '/') + "/" + name + ".java", header + padding + code);
  }
}
