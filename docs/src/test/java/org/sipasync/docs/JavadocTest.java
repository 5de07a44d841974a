package org.sipasync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Javadoc starts with a verb or noun phrase. */
class JavadocTest {
  private static final Pattern OPENER =
      Pattern.compile(
          "/\\*\\*[\\s*]*(What|Whether|Why|Who|Whose|Whom|How|Where|Which|Nobody|Has|As|If|When)\\b");

  /** Folders not rewritten yet; Restcomm's go with the own container. */
  private static final List<String> OLD =
      List.of("sip-async-ext/restcomm/", "sip-async-ext/restcomm-shaded/");

  /** Returns the forbidden openers of a source, each with its line. */
  private static List<String> openers(String name, String source) {
    return OPENER
        .matcher(source)
        .results()
        .map(
            found -> name + ":" + lineOf(source, found) + ": Javadoc starts with " + found.group(1))
        .toList();
  }

  private static long lineOf(String source, MatchResult found) {
    return source.substring(0, found.start(1)).lines().count();
  }

  private static String name(Path file) {
    return Repository.ROOT.relativize(file).toString();
  }

  private static List<String> openersOf(Stream<Path> files) {
    return files.flatMap(file -> openers(name(file), Repository.text(file)).stream()).toList();
  }

  private static Stream<Path> sources() throws IOException {
    return Stream.concat(
        Repository.javaFiles("src/main/java").stream(),
        Repository.javaFiles("src/test/java").stream());
  }

  @Test
  @DisplayName("Javadoc starts with a verb or noun phrase")
  void openers() throws IOException {
    assertThat(openersOf(sources().filter(file -> OLD.stream().noneMatch(name(file)::startsWith))))
        .isEmpty();
  }

  @Test
  @DisplayName("A folder without such openers leaves the list of old ones")
  void listIsShort() throws IOException {
    for (String folder : OLD) {
      assertThat(openersOf(sources().filter(file -> name(file).startsWith(folder))))
          .as(folder)
          .isNotEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/** Whether it runs. */", "/**\n * Who calls.\n */", "/** As a phone. */"})
  @DisplayName("Forbidden openers are found")
  void found(String comment) {
    assertThat(openers("A.java", "class A {\n" + comment + "\n  int a;\n}\n")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/** Returns what it is. */", "/** Asset. */", "/** Howto page. */"})
  @DisplayName("Other openers are not")
  void notFound(String comment) {
    assertThat(openers("A.java", comment)).isEmpty();
  }

  @Test
  @DisplayName("A finding has its line")
  void line() {
    assertThat(openers("A.java", "class A {\n  /**\n   * What it is.\n   */\n  int a;\n}\n"))
        .containsExactly("A.java:3: Javadoc starts with What");
  }
}
