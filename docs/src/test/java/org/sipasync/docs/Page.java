package org.sipasync.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.TextContentRenderer;

/**
 * One Markdown page.
 *
 * @param file where it is, absolute and normalized
 * @param name its path from the repository's root, for messages
 * @param document what it says
 */
record Page(Path file, String name, Node document) {
  private static final Parser PARSER =
      Parser.builder()
          .extensions(List.of(TablesExtension.create()))
          .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
          .build();

  /** A link or an image, with its line. */
  record Reference(String target, int line) {}

  /**
   * A fenced block.
   *
   * @param info what stands behind the fence
   * @param text its lines
   * @param line the page's line on which the text begins
   */
  record Block(String info, String text, int line) {

    /** The first word behind the fence. */
    String language() {
      return info.strip().split("\\s+", 2)[0];
    }
  }

  static Page read(Path root, Path file) throws IOException {
    Path normalized = file.toAbsolutePath().normalize();
    String name = root.toAbsolutePath().normalize().relativize(normalized).toString();
    return of(normalized, name, Files.readString(file));
  }

  static Page of(Path file, String name, String text) {
    return new Page(file, name, PARSER.parse(text));
  }

  /** The texts of all headings, in order. */
  List<String> headings() {
    List<String> found = new ArrayList<>();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Heading heading) {
            found.add(text(heading));
          }
        });
    return found;
  }

  /** The plain text of a node. */
  static String text(Node node) {
    return TextContentRenderer.builder().build().render(node).replace("\"", "").strip();
  }

  List<Reference> references() {
    List<Reference> found = new ArrayList<>();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Link link) {
            found.add(new Reference(link.getDestination(), line(link)));
            visitChildren(link);
          }

          @Override
          public void visit(Image image) {
            found.add(new Reference(image.getDestination(), line(image)));
            visitChildren(image);
          }
        });
    return found;
  }

  List<Block> blocks() {
    List<Block> found = new ArrayList<>();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(FencedCodeBlock block) {
            found.add(new Block(block.getInfo(), block.getLiteral(), line(block) + 1));
          }
        });
    return found;
  }

  /** The fenced blocks of one language. */
  List<Block> blocks(String language) {
    return blocks().stream().filter(block -> block.language().equals(language)).toList();
  }

  private static int line(Node node) {
    return node.getSourceSpans().isEmpty() ? 0 : node.getSourceSpans().get(0).getLineIndex() + 1;
  }

  @Override
  public String toString() {
    return name;
  }
}
