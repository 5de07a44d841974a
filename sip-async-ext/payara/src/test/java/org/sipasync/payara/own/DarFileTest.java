package org.sipasync.payara.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.SipAsyncException;

class DarFileTest {
  @TempDir Path directory;

  private DarFile read(String text) throws IOException {
    return DarFile.read(Files.writeString(directory.resolve("dar"), text).toUri().toString());
  }

  private static String first(DarFile file, String method, String uri, String... deployed) {
    return file.first(method, method + " " + uri, Set.of(deployed)::contains)
        .map(DarFile.Entry::application)
        .orElse("none");
  }

  @Test
  void firstDeployedWhoseRegexMatches() throws IOException {
    DarFile file =
        read(
            "ALL=(\"b\", \"DAR:From\", \"TERMINATING\", \"\", \"NO_ROUTE\", \"1\"),"
                + " (\"a\", \"DAR:From\", \"TERMINATING\", \"\", \"NO_ROUTE\", \"0\", \"REGEX=sip:a@|;x=\")\n"
                + "OPTIONS=(\"c\", \"DAR:To\", \"NEUTRAL\", \"\", \"NO_ROUTE\", \"0\")");
    assertThat(first(file, "INVITE", "sip:a@h", "a", "b")).isEqualTo("a");
    assertThat(first(file, "INVITE", "sip:u@h;x=1", "a", "b")).isEqualTo("a");
    assertThat(first(file, "INVITE", "sip:u@h", "a", "b")).isEqualTo("b");
    assertThat(first(file, "INVITE", "sip:a@h", "b")).isEqualTo("b");
    assertThat(first(file, "OPTIONS", "sip:a@h", "a", "b")).isEqualTo("none");
    assertThat(first(file, "OPTIONS", "sip:a@h", "c")).isEqualTo("c");
  }

  @Test
  void whatIsNotUnderstoodIsRefused() {
    assertThatThrownBy(() -> read("ALL=(\"a\", \"DAR:From\")"))
        .isInstanceOf(SipAsyncException.class)
        .hasMessageStartingWith("SIPA-0103: sip.dar has the value")
        .hasMessageContaining("is not understood");
    assertThatThrownBy(() -> read("ALL=a")).hasMessageStartingWith("SIPA-0103");
    assertThatThrownBy(() -> DarFile.read("file:/no/such/file"))
        .hasMessageContaining("cannot be read");
  }
}
