package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sipasync.test.MicroServer.Kind;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.SipPhone;

/**
 * The runnable jar and --addlibs on the servers and JDKs that README names. Uses the JDKs of this
 * machine; what is missing is skipped, and says so.
 */
class PlatformsTest extends InContainer {
  private static final Path JVMS = Path.of("/usr/lib/jvm");
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

  @TempDir Path directory;

  /** The java of a JDK of this version: the one that runs the tests, or one beside it. */
  private static Optional<Path> java(int version) throws IOException {
    Path own = Path.of(System.getProperty("java.home"));
    try (Stream<Path> beside = Files.isDirectory(JVMS) ? Files.list(JVMS) : Stream.empty()) {
      return Stream.concat(Stream.of(own), beside.sorted())
          .filter(home -> feature(home) == version)
          .map(home -> home.resolve("bin/java"))
          .filter(Files::isExecutable)
          .findFirst();
    }
  }

  private static int feature(Path home) {
    try {
      Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
      return version.find() ? Integer.parseInt(version.group(1)) : 0;
    } catch (IOException none) {
      return 0;
    }
  }

  @ParameterizedTest(name = "{0} on JDK {1}")
  @CsvSource({
    "RUNNABLE_JAR, 17, Payara Micro 6.2025.10",
    "RUNNABLE_JAR, 25, Payara Micro 6.2025.10",
    "PAYARA_6, 17, Payara Micro 6.2025.10",
    "PAYARA_6, 25, Payara Micro 6.2025.10",
    "PAYARA_7, 25, Payara Micro 7.2025.1"
  })
  @Tag("T7")
  @DisplayName("T7: a call is suspended and answered, and what runs is what README names")
  void calls(Kind kind, int version, String name) throws Exception {
    Optional<Path> java = java(version);
    assumeTrue(java.isPresent(), "skipped: no JDK " + version + " in " + JVMS);
    Path war = Path.of(System.getProperty("first.war"));
    try (MicroServer server = MicroServer.of(kind, directory.resolve("log"), java.get(), war);
        SipPhone alice = phone("tcp").as("alice");
        SipPhone carol = phone("udp").as("carol")) {
      assertThat(server.log()).contains(name);
      Call call = alice.invite("anyone");
      call.expect(200);
      call.ack();
      call.bye().expect(200);
      carol.invite("anyone").ackFailure(402);
      assertThat(server.send("GET", "/health/ready", "").body()).contains("sip-async-ready");
      assertThat(server.log()).doesNotContain("UnsupportedClassVersion", "InaccessibleObject");
    }
  }
}
