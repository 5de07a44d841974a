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
      Pattern.compile(
          "(?m)^\\| (\\S+) \\| `(SpecOf\\w+#\\w+)` \\| .* \\| ([^|]+) \\| ([^|]+) \\|$");
  private static final String PASSES = "passes";
  private static final Pattern CHAPTER = Pattern.compile("@Tag\\(\"289-([\\d.]+)\"\\)");
  private static final Pattern METHOD = Pattern.compile("  default void (\\w+)\\(");
  private static final String VALUE = "\\(\\s*(?:value =)?((?:\\s*\\+?\\s*\"[^\"]*\")+)";
  private static final Pattern RESTCOMM = Pattern.compile("@FailsOnRestcomm" + VALUE);
  private static final Pattern OWN = Pattern.compile("@FailsOnOwn" + VALUE);

  private static Set<String> tests() throws IOException {
    Set<String> tests = new TreeSet<>();
    for (Path file : Repository.javaFiles("src/test/java")) {
      String name = file.getFileName().toString().replace(".java", "");
      if (name.startsWith("SpecOf")) {
        String text = Repository.text(file);
        String ofAll = result(OWN, text.substring(0, text.indexOf("interface SpecOf")));
        for (String member : text.split("\n\n")) {
          test(name, member, ofAll, tests);
        }
      }
    }
    return tests;
  }

  private static void test(String owner, String member, String ofAll, Set<String> tests) {
    Matcher chapter = CHAPTER.matcher(member);
    Matcher method = METHOD.matcher(member);
    if (chapter.find() && method.find()) {
      String own = result(OWN, member);
      tests.add(
          String.join(
              " | ",
              chapter.group(1),
              owner + "#" + method.group(1),
              result(RESTCOMM, member),
              own.equals(PASSES) ? ofAll : own));
    }
  }

  private static String result(Pattern mark, String text) {
    Matcher fails = mark.matcher(text);
    return fails.find() ? text(fails.group(1)) : PASSES;
  }

  /** A string of one literal or several. */
  private static String text(String literals) {
    return Pattern.compile("\"([^\"]*)\"")
        .matcher(literals)
        .results()
        .map(literal -> literal.group(1))
        .collect(Collectors.joining());
  }

  @Test
  @DisplayName("each test is listed with its chapter and with what each container does instead")
  void complete() throws IOException {
    String page = Repository.text(Repository.PAGES.named("docs/specification-tests.md").file());
    Set<String> listed =
        ROW.matcher(page)
            .results()
            .map(
                row ->
                    "%s | %s | %s | %s"
                        .formatted(row.group(1), row.group(2), row.group(3), row.group(4)))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(listed).hasSizeGreaterThan(50).isEqualTo(tests());
  }
}
