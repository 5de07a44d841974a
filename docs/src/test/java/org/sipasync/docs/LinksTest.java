package org.sipasync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LinksTest {
  private final Links links = new Links(Repository.PAGES);

  private List<String> broken(String text) {
    Path file = Repository.PAGES.docs().resolve("page.md");
    return links.broken(Page.of(file, "docs/page.md", text));
  }

  @Test
  @DisplayName("no link of any page is broken")
  void all() {
    assertThat(links.broken()).isEmpty();
  }

  @Test
  @DisplayName("every page can be reached from the documentation's index")
  void reachable() {
    Set<Page> reached = new LinkedHashSet<>();
    Deque<Page> open = new ArrayDeque<>(List.of(Repository.PAGES.named("docs/index.md")));
    while (!open.isEmpty()) {
      Page page = open.pop();
      if (reached.add(page)) {
        page.references().stream()
            .map(reference -> reference.target().replaceFirst("#.*", ""))
            .map(path -> Repository.PAGES.at(Links.file(page, path)))
            .filter(target -> target != null)
            .forEach(open::push);
      }
    }
    assertThat(reached).containsAll(Repository.PAGES.all());
  }

  @Test
  @DisplayName("a link to no file, no heading, no address is told with file and line, all at once")
  void bad() {
    assertThat(
            broken(
                """
                # One heading

                [good](#one-heading), [bad](#another), [gone](gone.md#x)
                and [out](../../x.md) ![picture](x.png)

                | a table |
                |---|
                | [of](concepts.md#nowhere) [links](http://example.com) |
                """))
        .containsExactly(
            "docs/page.md:3: #another: there is no such heading",
            "docs/page.md:3: gone.md#x: there is no such file",
            "docs/page.md:4: ../../x.md: there is no such file",
            "docs/page.md:4: x.png: there is no such file",
            "docs/page.md:8: concepts.md#nowhere: there is no such heading",
            "docs/page.md:8: http://example.com: is neither a file nor https");
  }

  @Test
  @DisplayName("good links pass: files, folders, headings of other pages, the web")
  void good() {
    assertThat(broken("[a](concepts.md#rules) [b](../README.md) [c](adr/) [d](https://x.example)"))
        .isEmpty();
  }

  @Test
  @DisplayName("anchors are those of GitHub")
  void anchors() {
    assertThat(
            Anchors.of(
                List.of(
                    "Getting started!",
                    "A, b & c",
                    "A `code_word` (x)",
                    "Über-Größe",
                    "Again",
                    "Again",
                    "2. A channel of your own")))
        .containsExactly(
            "getting-started",
            "a-b--c",
            "a-code_word-x",
            "über-größe",
            "again",
            "again-1",
            "2-a-channel-of-your-own");
  }
}
