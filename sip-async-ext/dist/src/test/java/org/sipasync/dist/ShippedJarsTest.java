package org.sipasync.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Contents and licences of {@code target/lib} and the runnable jar, once both are built. */
class ShippedJarsTest {
  private static final Path LIB = Path.of("target/lib");
  private static final Path RUNNABLE = Path.of("target/sip-async-micro.jar");
  private static final Path PAGE = Path.of("../../docs/licences.md");

  /** Restcomm's implementation and JAIN-SIP, also under relocated names. */
  private static final Pattern FORBIDDEN =
      Pattern.compile("(?:.*/)?(?:org/mobicents|org/restcomm|gov/nist|javax/sip)/.*");

  /** A jar, its licence, and what is relocated into it. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([\\w.-]+\\.[jw]ar)` \\| ([^|]+?) \\| ([^|]*?) \\|$");

  private static final Pattern RELOCATED = Pattern.compile(".*/shaded/(\\w+)/.*\\.class");
  private static final Pattern COPYLEFT = Pattern.compile("(?:A|L)?GPL");

  /** Copyleft that the page may name: of the API, offered as an alternative, or by exception. */
  private static final Map<String, String> ALLOWED =
      Map.of(
          "sip-servlet-api.jar", "LGPL-2.1-or-later",
          "jna.jar", "Apache-2.0 OR LGPL-2.1-or-later",
          "sip-async-micro.jar", "CDDL-1.1 OR GPL-2.0 WITH Classpath-exception-2.0");

  private static Map<String, MatchResult> rows() throws IOException {
    Map<String, MatchResult> rows = new TreeMap<>();
    ROW.matcher(Files.readString(PAGE)).results().forEach(row -> rows.put(row.group(1), row));
    return rows;
  }

  private static List<Path> lib() throws IOException {
    try (Stream<Path> jars = Files.list(LIB)) {
      return jars.sorted().toList();
    }
  }

  private static List<String> entries(InputStream archive) throws IOException {
    List<String> names = new ArrayList<>();
    ZipInputStream zip = new ZipInputStream(archive);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      names.add(entry.getName());
      if (entry.getName().matches(".*\\.[jw]ar")) {
        names.addAll(entries(zip));
      }
    }
    return names;
  }

  private static List<String> entries(Path archive) throws IOException {
    try (InputStream stream = Files.newInputStream(archive)) {
      return entries(stream);
    }
  }

  @Test
  @DisplayName("neither Restcomm's implementation nor JAIN-SIP is shipped, under whatever name")
  void noVendorStack() throws IOException {
    for (Path jar : lib()) {
      assertThat(entries(jar)).as(jar.toString()).isNotEmpty().noneMatch(this::isForbidden);
    }
    assertThat(entries(RUNNABLE))
        .contains("org/sipasync/payara/own/SipServer.class")
        .noneMatch(this::isForbidden);
    assertThat(
            List.of(
                "org/mobicents/A.class", "android/gov/nist/A.class", "x/shaded/javax/sip/A.class"))
        .allMatch(this::isForbidden);
    assertThat("javax/servlet/sip/SipServlet.class").doesNotMatch(FORBIDDEN);
  }

  private boolean isForbidden(String entry) {
    return FORBIDDEN.matcher(entry).matches();
  }

  @Test
  @DisplayName("licences.md lists each shipped jar, and nothing else")
  void listed() throws IOException {
    TreeSet<String> shipped =
        new TreeSet<>(List.of("sip-async-micro.jar", "sip-async-console.war"));
    lib().forEach(jar -> shipped.add(jar.getFileName().toString()));
    assertThat(rows().keySet()).isEqualTo(shipped);
    try (ZipFile runnable = new ZipFile(RUNNABLE.toFile())) {
      List<String> inside =
          runnable.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.matches("MICRO-INF/(?:lib|deploy)/.*\\.[jw]ar"))
              .map(name -> name.substring(name.lastIndexOf('/') + 1))
              .toList();
      assertThat(rows().keySet()).containsAll(inside);
    }
  }

  @Test
  @DisplayName("licences.md names what is relocated into each jar, by its package")
  void relocated() throws IOException {
    for (Path jar : lib()) {
      TreeSet<String> inside = new TreeSet<>();
      for (String entry : entries(jar)) {
        RELOCATED.matcher(entry).results().forEach(found -> inside.add(found.group(1)));
      }
      inside.remove("org"); // what Netty has relocated itself
      TreeSet<String> named = new TreeSet<>();
      Pattern.compile("`(\\w+)`")
          .matcher(rows().get(jar.getFileName().toString()).group(3))
          .results()
          .forEach(found -> named.add(found.group(1)));
      assertThat(named).as(jar.toString()).isEqualTo(inside);
    }
  }

  @Test
  @DisplayName("copyleft: the API jar's LGPL, an alternative, and Payara's exception only")
  void noCopyleft() throws IOException {
    rows()
        .forEach(
            (jar, row) -> {
              assertThat(row.group(2)).as(jar).isNotBlank();
              if (COPYLEFT.matcher(row.group(2) + row.group(3)).find()) {
                assertThat(row.group(2)).as(jar).isEqualTo(ALLOWED.get(jar));
              }
            });
  }
}
