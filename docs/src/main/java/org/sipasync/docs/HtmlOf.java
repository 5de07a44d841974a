package org.sipasync.docs;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BulletList;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;

/** The HTML of one page. */
final class HtmlOf {
  private static final Set<String> TEXTS = Set.of("LICENSE", "NOTICE");

  private final Pages pages;
  private final Diagrams diagrams;
  private final Page page;

  HtmlOf(Pages pages, Diagrams diagrams, Page page) {
    this.pages = pages;
    this.diagrams = diagrams;
    this.page = page;
  }

  /** What the page says. */
  String content() {
    return renderer(page, anchors())
        .render(page.document())
        .replace("<table>", "<div class=\"table\"><table>")
        .replace("</table>", "</table></div>");
  }

  /** The headings of the index and the links of its lists, as seen from this page. */
  String navigation(Page index) {
    StringBuilder html = new StringBuilder();
    HtmlRenderer renderer = renderer(index, Map.of());
    for (Node node = index.document().getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof BulletList) {
        html.append("<ul>");
        node.accept(
            new AbstractVisitor() {
              @Override
              public void visit(Link link) {
                html.append("<li>").append(renderer.render(link)).append("</li>");
              }
            });
        html.append("</ul>");
      } else if (node instanceof Heading heading && heading.getLevel() > 1) {
        html.append(renderer.render(heading));
      }
    }
    return html.toString();
  }

  private Map<Node, String> anchors() {
    Map<Node, String> anchors = new IdentityHashMap<>();
    Anchors names = new Anchors();
    page.document()
        .accept(
            new AbstractVisitor() {
              @Override
              public void visit(Heading heading) {
                anchors.put(heading, names.next(Page.text(heading)));
              }
            });
    return anchors;
  }

  /**
   * Renders what another page says for this page.
   *
   * @param source whose links they are
   */
  private HtmlRenderer renderer(Page source, Map<Node, String> anchors) {
    return HtmlRenderer.builder()
        .extensions(List.of(TablesExtension.create()))
        .escapeHtml(true)
        .nodeRendererFactory(Drawing::new)
        .nodeRendererFactory(Html::new)
        .attributeProviderFactory(
            context ->
                (node, tag, attributes) -> {
                  if (node instanceof Link link) {
                    setLink(source, link, attributes);
                  } else if (anchors.containsKey(node)) {
                    attributes.put("id", anchors.get(node));
                  }
                })
        .build();
  }

  private void setLink(Page source, Link link, Map<String, String> attributes) {
    String href = href(source, link.getDestination());
    if (href == null) {
      attributes.remove("href");
    } else {
      attributes.put("href", href);
    }
    if (href != null && href.equals(SiteMap.file(pages, page).getFileName().toString())) {
      attributes.put("aria-current", "page");
    }
  }

  /** Where a link leads on the site; null if its file is not there. */
  private String href(Page source, String destination) {
    URI uri = URI.create(destination);
    if (uri.getScheme() != null || uri.getPath().isEmpty()) {
      return destination;
    }
    Path file = Links.file(source, uri.getPath());
    if (Files.isDirectory(file)) {
      file = file.resolve("index.md");
    }
    Page other = pages.at(file);
    if (other == null) {
      String name = pages.root().relativize(file).toString();
      return TEXTS.contains(name) ? SiteMap.path(pages, page, name) : null;
    }
    String anchor = uri.getFragment() == null ? "" : "#" + uri.getFragment();
    return SiteMap.path(pages, page, other) + anchor;
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** Comments are for those who edit a page; other HTML is shown as it stands. */
  private static final class Html implements NodeRenderer {
    private final HtmlNodeRendererContext context;

    Html(HtmlNodeRendererContext context) {
      this.context = context;
    }

    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
      return Set.of(HtmlBlock.class);
    }

    @Override
    public void render(Node node) {
      String literal = ((HtmlBlock) node).getLiteral();
      if (!literal.startsWith("<!--")) {
        context.getWriter().text(literal);
      }
    }
  }

  /** Puts a diagram's drawing in its place, and leaves other fenced blocks as they are. */
  private final class Drawing implements NodeRenderer {
    private final HtmlNodeRendererContext context;

    Drawing(HtmlNodeRendererContext context) {
      this.context = context;
    }

    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
      return Set.of(FencedCodeBlock.class);
    }

    @Override
    public void render(Node node) {
      FencedCodeBlock block = (FencedCodeBlock) node;
      var html = context.getWriter();
      html.line();
      if (block.getInfo().startsWith("mermaid")) {
        String drawing = diagrams.drawing(block.getLiteral());
        html.raw("<figure>" + (drawing == null ? "" : drawing) + "</figure>");
      } else {
        boolean pair = isScript(block) && isJava(block.getNext());
        html.raw(pair ? "<div class=\"beside\">" : "");
        html.tag("pre", Map.of("tabindex", "0"));
        html.tag("code");
        html.text(block.getLiteral());
        html.raw("</code></pre>");
        html.raw(isJava(block) && isScript(block.getPrevious()) ? "</div>" : "");
      }
      html.line();
    }

    private static boolean isJava(Node node) {
      return node instanceof FencedCodeBlock block && block.getInfo().startsWith("java");
    }

    /** OpenSIPS script with its Java right after it: the two stand side by side. */
    private static boolean isScript(Node node) {
      return node instanceof FencedCodeBlock block && block.getInfo().startsWith("opensips");
    }
  }
}
