package org.sipasync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteTest {
  private static final Pattern HREF = Pattern.compile("(?:href|src)=\"([^\"#]*)(?:#([^\"]*))?\"");

  @TempDir Path site;

  @Test
  @DisplayName("each diagram has its drawing, each drawing its diagram")
  void diagrams() throws IOException {
    Diagrams diagrams = Diagrams.read(Repository.PAGES.docs().resolve("diagrams"));
    assertThat(diagrams.mistakes(Repository.PAGES.all())).isEmpty();
  }

  @Test
  @DisplayName("a diagram without a drawing, and the other way round, is told")
  void badDiagrams() throws IOException {
    Files.writeString(site.resolve("x.svg"), "<svg><desc>A --&gt; B</desc></svg>");
    Diagrams diagrams = Diagrams.read(site);
    assertThat(diagrams.mistakes(pages("```mermaid\n  A --> B\n```"))).isEmpty();
    assertThat(diagrams.mistakes(pages("```mermaid\nA --> C\n```")))
        .containsExactly(
            "x.md:2: no file in docs/diagrams has this as <desc>",
            "no page has the diagram: A --> B");
  }

  private static List<Page> pages(String text) {
    return List.of(Page.of(Path.of("/x.md"), "x.md", text));
  }

  @Test
  @DisplayName("every link of the site leads to a file of it, and to what is in it, or to the web")
  void links() throws IOException {
    Site.make(Repository.ROOT, site);
    assertThat(site.resolve("index.html")).exists();
    for (Page page : Repository.PAGES.all()) {
      Path file = site.resolve(SiteMap.file(Repository.PAGES, page));
      assertThat(HREF.matcher(Files.readString(file)).results())
          .as(page.name())
          .isNotEmpty()
          .allSatisfy(link -> assertLeadsSomewhere(file, link));
    }
  }

  private static void assertLeadsSomewhere(Path file, MatchResult link) throws IOException {
    String target = link.group(1);
    if (target.startsWith("https:") || target.equals("data:,")) {
      return;
    }
    Path there = target.isEmpty() ? file : file.getParent().resolve(target).normalize();
    assertThat(there).isRegularFile();
    if (link.group(2) != null) {
      assertThat(Files.readString(there)).contains("id=\"" + link.group(2) + "\"");
    }
  }

  @Test
  @DisplayName("comments are not for readers")
  void comments() throws IOException {
    Site.make(Repository.ROOT, site);
    assertThat(Files.readString(Repository.PAGES.docs().resolve("benchmarks/index.md")))
        .contains("<!--");
    assertThat(Files.readString(site.resolve("benchmarks/index.html"))).doesNotContain("&lt;!--");
  }

  @Test
  @DisplayName("no page of the site fetches anything from elsewhere")
  void fetchesNothing() throws IOException {
    Site.make(Repository.ROOT, site);
    Pattern fetched = Pattern.compile("(?:src=|url\\(|@import|<link[^>]*href=\"h)[^>]*");
    for (Page page : Repository.PAGES.all()) {
      Path file = site.resolve(SiteMap.file(Repository.PAGES, page));
      assertThat(fetched.matcher(Files.readString(file)).results().map(MatchResult::group))
          .as(page.name())
          .allSatisfy(found -> assertThat(found).doesNotContain("//"));
    }
    assertThat(Files.readString(site.resolve("style.css"))).doesNotContain("//");
  }
}
