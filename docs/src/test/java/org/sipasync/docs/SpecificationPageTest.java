package org.sipasync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The table of specification-tests.md is what the tests of the specification say. */
class SpecificationPageTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (\\S+) \\| `(SpecOf\\w+#\\w+)` \\| [^|]+ \\|$");
  private static final Pattern CHAPTER = Pattern.compile("@Tag\\(\"289-([\\d.]+)\"\\)");
  private static final Pattern METHOD = Pattern.compile("  default void (\\w+)\\(");

  private static Set<String> tests() throws IOException {
    Set<String> tests = new TreeSet<>();
    for (Path file : Repository.javaFiles("src/test/java")) {
      String name = file.getFileName().toString().replace(".java", "");
      if (name.startsWith("SpecOf")) {
        for (String member : Repository.text(file).split("\n\n")) {
          test(name, member, tests);
        }
      }
    }
    return tests;
  }

  private static void test(String owner, String member, Set<String> tests) {
    Matcher chapter = CHAPTER.matcher(member);
    Matcher method = METHOD.matcher(member);
    if (chapter.find() && method.find()) {
      tests.add(chapter.group(1) + " | " + owner + "#" + method.group(1));
    }
  }

  @Test
  @DisplayName("each test is listed with its chapter")
  void complete() throws IOException {
    String page = Repository.text(Repository.PAGES.named("docs/specification-tests.md").file());
    Set<String> listed =
        ROW.matcher(page)
            .results()
            .map(row -> row.group(1) + " | " + row.group(2))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(listed).hasSizeGreaterThan(50).isEqualTo(tests());
  }
}
