package org.sipasync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.Problem;

/** The pages' lists match the sources exactly. */
@Tag("T6")
class CompletenessTest {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern FIRST_CELL = Pattern.compile("(?m)^\\| *([^|]+?) *\\|");

  /** A call of a SettingsReader, perhaps through a method that hands it on. */
  private static final String READ =
      "\\b(?:text|number|millis|flag|word|refused)\\(\\s*(?:\\w+, )?";

  private static String page(String name) {
    return Repository.text(Repository.PAGES.named(name).file());
  }

  private static Set<String> matches(String pattern, String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  /** Whatever stands as code in the first cells of a page's tables. */
  private static Set<String> listed(String page, String pattern) {
    return FIRST_CELL
        .matcher(page(page))
        .results()
        .map(cell -> cell.group(1))
        .flatMap(cell -> CODE.matcher(cell).results().map(code -> code.group(1)))
        .filter(code -> code.matches(pattern))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  @DisplayName("configuration.md has the keys that the sources read")
  void keys() throws IOException {
    Set<String> read = new TreeSet<>();
    for (Path file : Repository.javaFiles("src/main/java")) {
      read.addAll(keys(Repository.text(file)));
    }
    assertThat(listed("docs/configuration.md", "sip\\.(?:[a-z.-]|NAME)+")).isEqualTo(read);
  }

  /** Keys stand whole in the sources, or a SettingsReader puts a prefix before them. */
  private static Set<String> keys(String source) {
    Set<String> keys = matches("\"(sip(?:\\.(?:[a-z-]+|NAME))+)\"", source);
    Set<String> prefixes = matches("PREFIX = \"(sip\\.[a-z.-]+\\.)\"", source);
    prefixes.addAll(matches("new SettingsReader\\([^;]*?\"(sip\\.[a-z.-]*)\"\\)", source));
    for (String prefix : prefixes) {
      matches("(?:PREFIX \\+ |" + READ + ")\"([a-z][a-z.-]*)\"", source)
          .forEach(key -> keys.add(prefix + key));
    }
    return keys;
  }

  @Test
  @DisplayName("no page names a key that nothing reads; the changelog may name former ones")
  void unknownKeys() throws IOException {
    Set<String> known = listed("docs/configuration.md", "sip\\.(?:[a-z.-]|NAME)+");
    Set<String> former = new TreeSet<>();
    for (Path file : Repository.javaFiles("src/main/java")) {
      matches("refuseRenamed\\(\\s*\"([a-z.-]+)\"", Repository.text(file))
          .forEach(key -> former.add("sip." + key));
    }
    Map<String, Set<String>> unknown = new TreeMap<>();
    for (Page page : Repository.PAGES.all()) {
      Set<String> named = matches("`(sip\\.[a-z-]+(?:\\.[a-z-]+)*)[`=]", page(page.name()));
      named.removeAll(known);
      named.removeIf(name -> name.equals("sip.xml"));
      if (page.name().equals("CHANGELOG.md")) {
        named.removeAll(former);
      }
      if (!named.isEmpty()) {
        unknown.put(page.name(), named);
      }
    }
    assertThat(unknown).isEmpty();
  }

  @Test
  @DisplayName("messages.md has every numbered problem")
  void problems() {
    Set<String> codes =
        Arrays.stream(Problem.values())
            .map(Problem::code)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(matches("(?m)^\\| (SIPA-\\d{4}) \\|", page("docs/messages.md"))).isEqualTo(codes);
  }

  @Test
  @DisplayName("no page names a problem that is none")
  void unknownProblems() {
    Set<String> codes =
        Arrays.stream(Problem.values()).map(Problem::code).collect(Collectors.toSet());
    for (Page page : Repository.PAGES.all()) {
      assertThat(matches("(SIPA-\\d{4})", page(page.name()))).as(page.name()).isSubsetOf(codes);
    }
  }

  @Test
  @DisplayName("annotations.md describes every annotation of the API")
  void annotations() throws IOException {
    Set<String> declared = new TreeSet<>();
    for (Path file : Repository.javaFiles("sip-async-ext/api/src/main/java")) {
      declared.addAll(matches("(?m)^public @interface (\\w+)", Repository.text(file)));
    }
    Set<String> described = matches("(?m)^(?:#+|\\|) [^\\n|]*?`@(\\w+)", firstCells());
    assertThat(declared).hasSizeGreaterThan(30);
    assertThat(described).isEqualTo(declared);
  }

  /** Headings and first cells of annotations.md, one annotation a line. */
  private static String firstCells() {
    return page("docs/annotations.md")
        .lines()
        .filter(line -> line.startsWith("#") || line.startsWith("|"))
        .map(line -> line.startsWith("|") ? line.split("(?<!\\\\)\\|")[1] : line)
        .flatMap(line -> matches("`@(\\w+)", line).stream())
        .map(name -> "# `@" + name)
        .collect(Collectors.joining("\n"));
  }

  @Test
  @DisplayName("each function module has a page that is in the table of functions.md")
  void functions() throws IOException {
    Set<String> artifacts = new TreeSet<>();
    for (Path file : Repository.javaFiles("src/main/java")) {
      artifacts.addAll(matches("sip-async-ext/(functions-[a-z-]+)/", file.toString()));
    }
    assertThat(matches("`sip-async-(functions-[a-z-]+)`", page("docs/functions.md")))
        .isEqualTo(artifacts);
  }
}
