package org.sipasync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {
  @TempDir Path classes;

  private List<String> mistakes(String page) throws IOException {
    return Samples.mistakes(List.of(Page.of(Path.of("/page.md"), "page.md", page)), classes);
  }

  @Test
  @DisplayName("every Java sample of the README and the docs compiles")
  void all() throws IOException {
    assertThat(Samples.mistakes(Repository.PAGES.all(), classes)).isEmpty();
  }

  @Test
  @DisplayName("classes, members and statements compile, and see each other on one page")
  void kinds() throws IOException {
    assertThat(
            mistakes(
                """
                ```java
                class Shop {
                  long count(String what) { return 1; }
                }

                @ApplicationScoped
                class Till { @Inject Shop shop; }
                ```

                ```java
                @Inject Shop shop;

                async.call(Functions.blocking("stock", () -> shop.count("tea")).into("n"))
                     .resume("counted");

                @ResumeRoute
                void counted(SipServletRequest message, @Avp("n") Long n) {}
                ```

                ```java
                @SipApplication(name = "shop", mainServlet = "shop")
                package shop;
                ```
                """))
        .isEmpty();
  }

  @Test
  @DisplayName("a sample that does not compile is told with its page's line")
  void unknownSymbol() throws IOException {
    assertThat(
            mistakes(
                """
                # Page

                ```java
                async.call(Sleep.millis(1))
                     .resumes("x");
                ```
                """))
        .singleElement()
        .asString()
        .startsWith("page.md:5: cannot find symbol")
        .contains("resumes");
  }

  @Test
  @DisplayName("a class that does not compile is told with its page's line, beside others")
  void unknownSymbolInClass() throws IOException {
    assertThat(
            mistakes(
                """
                ```java
                class One {}

                class Two {
                  Three three;
                }
                ```

                ```java
                int i = "text";
                ```
                """))
        .hasSize(2)
        .anyMatch(m -> m.startsWith("page.md:5: cannot find symbol"))
        .anyMatch(m -> m.startsWith("page.md:10: incompatible types"));
  }

  @Test
  @DisplayName("an ellipsis is no Java")
  void ellipsis() throws IOException {
    assertThat(
            mistakes(
                """
                ```java
                @Inject Sql sql;

                void credited() { ... }
                ```
                """))
        .singleElement()
        .asString()
        .startsWith("page.md:4: this is neither");
  }

  @Test
  @DisplayName("a sample with imports is complete: it gets no others")
  void complete() throws IOException {
    assertThat(
            mistakes(
                """
                ```java
                import java.util.List;

                class Lists { List<String> one; Map<String, String> two; }
                ```
                """))
        .singleElement()
        .asString()
        .startsWith("page.md:4: cannot find symbol");
  }

  @Test
  @DisplayName("only an explicit ignore with a reason leaves a sample out")
  void ignored() throws IOException {
    assertThat(mistakes("```java ignore because it shows a mistake\nnot Java\n```\n")).isEmpty();
    assertThat(mistakes("```java ignore\nnot Java\n```\n"))
        .containsExactly("page.md:1: write ```java, or ```java ignore and the reason");
  }
}
