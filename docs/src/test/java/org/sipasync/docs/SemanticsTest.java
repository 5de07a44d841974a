package org.sipasync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The tests that semantics.md names exist, and carry the rule's id. */
class SemanticsTest {
  private static final Pattern RULE = Pattern.compile("(?m)^#+ ([A-Z]\\d+)\\b.*$");
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test|SpecOf\\w+)#(\\w+)`");
  private static final Pattern CLASS = Pattern.compile("( *)(?:\\w+ )*class \\w+.*");
  private static final Pattern METHOD = Pattern.compile(" +(?:\\w+ )*void (\\w+)\\(.*");
  private static final Pattern TAG = Pattern.compile("@Tag\\(\"([\\w-]+)\"\\)");

  /** Rules; other tags name a fault that a test keeps from coming back, or a kind of test. */
  private static final Pattern RULE_ID = Pattern.compile("A\\d+|L\\d+|F[1-4]|C\\d+|V\\d+|X\\d+");

  /** The ids that a test carries, by {@code Class#method}. */
  private static final Map<String, Set<String>> TAGS = new TreeMap<>();

  @BeforeAll
  static void readTests() throws IOException {
    for (Path file : Repository.javaFiles("src/test/java")) {
      String owner = file.getFileName().toString().replace(".java", "");
      read(owner, Repository.text(file).lines().toList());
    }
  }

  /** Google-java-format sets members apart by blank lines, so no parser is needed. */
  private static void read(String owner, List<String> lines) {
    Set<String> ofClass = new TreeSet<>();
    Set<String> ofNested = new TreeSet<>();
    Set<String> tags = new TreeSet<>();
    for (String line : lines) {
      TAG.matcher(line).results().forEach(tag -> tags.add(tag.group(1)));
      Matcher type = CLASS.matcher(line);
      Matcher method = METHOD.matcher(line);
      if (type.matches()) {
        (type.group(1).isEmpty() ? ofClass : ofNested).addAll(tags);
      } else if (method.matches()) {
        Set<String> all = TAGS.computeIfAbsent(owner + "#" + method.group(1), m -> new TreeSet<>());
        List.of(tags, ofClass, ofNested).forEach(all::addAll);
      }
      if (line.isBlank() || type.matches() || method.matches()) {
        tags.clear();
      }
      if (line.equals("  }")) {
        ofNested.clear();
      }
    }
  }

  /** The sections of semantics.md by rule. */
  private static Map<String, String> rules() {
    String text = Repository.text(Repository.PAGES.named("docs/semantics.md").file());
    Map<String, String> rules = new TreeMap<>();
    for (String section : text.split("(?m)^(?=#)")) {
      Matcher matcher = RULE.matcher(section);
      if (matcher.find()) {
        rules.put(matcher.group(1), section);
      }
    }
    return rules;
  }

  @Test
  @DisplayName("every test that is named for a rule exists and carries its id")
  void named() {
    List<String> wrong = new ArrayList<>();
    rules()
        .forEach(
            (rule, section) ->
                NAMED
                    .matcher(section)
                    .results()
                    .map(test -> test.group(1) + "#" + test.group(2))
                    .filter(test -> !TAGS.getOrDefault(test, Set.of()).contains(rule))
                    .forEach(test -> wrong.add(rule + ": " + test + " " + TAGS.get(test))));
    assertThat(wrong).isEmpty();
  }

  @Test
  @DisplayName("every rule that a test names has its section, and one of its tests in it")
  void complete() {
    Set<String> tagged = new TreeSet<>();
    TAGS.values().stream()
        .flatMap(Set::stream)
        .filter(tag -> RULE_ID.matcher(tag).matches())
        .forEach(tagged::add);
    assertThat(tagged).hasSizeGreaterThan(20);
    Map<String, String> rules = rules();
    assertThat(rules.keySet()).containsAll(tagged);
    assertThat(tagged).allSatisfy(rule -> assertThat(rules.get(rule)).containsPattern(NAMED));
  }

  @Test
  @DisplayName("a rule without a test says so")
  void untested() {
    assertThat(rules())
        .allSatisfy(
            (rule, section) ->
                assertThat(NAMED.matcher(section).find() || section.contains("No test")).isTrue());
  }
}
