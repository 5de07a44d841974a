package org.sipasync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Compares the listings of getting-started.md with the module that the build compiles. */
@Tag("T5")
class GettingStartedTest {
  private static final Path MODULE = Repository.PAGES.docs().resolve("getting-started");
  private static final String SOURCES = "src/main/java/shop/";

  private static List<String> blocks(String language) {
    return Repository.PAGES.named("docs/getting-started.md").blocks(language).stream()
        .map(Page.Block::text)
        .toList();
  }

  private static String file(String name) {
    return Repository.text(MODULE.resolve(name)).replaceFirst("^package shop;\n\n", "");
  }

  @Test
  @DisplayName("T5: the page has the module's pom.xml, beans.xml and classes, letter for letter")
  void wholeApplication() {
    assertThat(blocks("xml")).contains(file("pom.xml"), file("src/main/webapp/WEB-INF/beans.xml"));
    assertThat(blocks("java"))
        .contains(
            file(SOURCES + "CreditServlet.java"),
            file(SOURCES + "Accounts.java"),
            file(SOURCES + "Tables.java"));
  }
}
