package org.sipasync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The tables of from-other-containers.md: a feature that is there names its tests, which exist. */
class FeaturesPageTest {
  /** Last two cells of a row: whether the feature is there, and its tests. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\|.+\\| ((?:yes|no)\\b[^|]*) \\| ([^|]+) \\|$");

  private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");

  private static List<MatchResult> rows() {
    String page = Repository.text(Repository.PAGES.named("docs/from-other-containers.md").file());
    return ROW.matcher(page).results().toList();
  }

  private static List<String> tests(MatchResult row) {
    return TEST.matcher(row.group(2)).results().map(test -> test.group(1)).toList();
  }

  @Test
  @DisplayName("each feature that is there names a test, and no other does")
  void proved() {
    assertThat(rows()).hasSizeGreaterThan(25);
    assertThat(rows())
        .allSatisfy(
            row ->
                assertThat(tests(row).isEmpty())
                    .as(row.group())
                    .isEqualTo(row.group(1).startsWith("no")));
  }

  @Test
  @DisplayName("the tests exist")
  void exist() throws IOException {
    Set<String> classes = new TreeSet<>();
    for (Path file : Repository.javaFiles("src/test/java")) {
      classes.add(file.getFileName().toString().replace(".java", ""));
    }
    assertThat(rows().stream().flatMap(row -> tests(row).stream()).toList()).isSubsetOf(classes);
  }
}
