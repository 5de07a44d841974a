package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sipasync.testkit.CertificateAuthority;

/** The runnable jar, started as users start it, on free ports of loopback. */
final class MicroServer implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(3);

  private static final Path OWN_JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  /** Ways to run a WAR. */
  enum Kind {
    RUNNABLE_JAR("micro.jar"),
    PAYARA_6("payara.microJar"),
    PAYARA_7("payara7.jar");

    private final String property;

    Kind(String property) {
      this.property = property;
    }

    /** The jar; of Payara Micro as it comes, with our jars beside it. */
    private List<String> command() {
      String jar = System.getProperty(property);
      return this == RUNNABLE_JAR
          ? List.of(jar)
          : List.of(
              jar,
              "--nohazelcast",
              "--disablephonehome",
              "--addlibs",
              System.getProperty("addlibs"));
    }
  }

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Process process;
  private final Path log;
  private final int port = freePort();

  /**
   * @param log where its output goes
   * @param war what is deployed
   * @param javaOptions more options
   */
  MicroServer(Path log, Path war, String... javaOptions) throws IOException {
    this(log, OWN_JAVA, ownJar(), List.of(war), javaOptions);
  }

  /** A server with an HTTPS listener, whose certificate has an alias in a key store. */
  static MicroServer withHttps(
      Path log, Path war, int port, Path keyStore, String alias, String... javaOptions)
      throws IOException {
    List<String> jar = new ArrayList<>(ownJar());
    jar.addAll(List.of("--sslport", Integer.toString(port), "--sslcert", alias));
    List<String> options = new ArrayList<>(List.of(javaOptions));
    options.add("-Djavax.net.ssl.keyStore=" + keyStore);
    options.add("-Djavax.net.ssl.keyStorePassword=" + CertificateAuthority.PASSWORD);
    return new MicroServer(log, OWN_JAVA, jar, List.of(war), options.toArray(String[]::new));
  }

  /** A server with several WARs. */
  static MicroServer of(Path log, List<Path> wars, String... javaOptions) throws IOException {
    return new MicroServer(log, OWN_JAVA, ownJar(), wars, javaOptions);
  }

  /** A server of some kind, on some JDK. */
  static MicroServer of(Kind kind, Path log, Path java, Path war) throws IOException {
    return new MicroServer(log, java, kind.command(), List.of(war), "-Dh2.bindAddress=127.0.0.1");
  }

  private static List<String> ownJar() {
    return List.of(System.getProperty("micro.jar"));
  }

  private MicroServer(Path log, Path java, List<String> jar, List<Path> wars, String... javaOptions)
      throws IOException {
    this.log = log;
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
    command.add("-Dsip.max-wait=60000"); // a busy machine must not make it shed calls
    command.add("-Dsip.warm-up=0"); // RunnableJarTest has it
    command.add(
        "-Dsip.listen=udp:127.0.0.1:%1$d,tcp:127.0.0.1:%1$d".formatted(InContainer.SIP_PORT));
    command.addAll(List.of(javaOptions));
    command.add("-jar");
    command.addAll(jar);
    wars.forEach(war -> command.addAll(List.of("--deploy", war.toString())));
    command.addAll(List.of("--port", Integer.toString(port)));
    command.addAll(
        List.of("--prebootcommandfile", Path.of("target/test-classes/loopback.txt").toString()));
    process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    awaitLog("ready in");
  }

  /** Returns a TCP port that nobody listens on. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return port;
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes of its live objects, after a full collection. */
  long liveBytes() throws IOException, InterruptedException {
    Path jcmd = OWN_JAVA.resolveSibling("jcmd");
    Process histogram =
        new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String text = new String(histogram.getInputStream().readAllBytes());
    histogram.waitFor();
    return Long.parseLong(text.replaceAll("(?s).*Total\\s+\\d+\\s+(\\d+).*", "$1"));
  }

  /** Bytes of memory that its process occupies now, and at most has. */
  String residentSet() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmRSS") || line.startsWith("VmHWM"))
        .map(line -> line.replaceAll("\\s+", " "))
        .sorted(Comparator.reverseOrder())
        .collect(Collectors.joining(", "));
  }

  /** CPU time that its process has used so far. */
  long cpuMillis() {
    return process.info().totalCpuDuration().orElseThrow().toMillis();
  }

  /** CPU time of its process. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElseThrow();
  }

  /** Threads of its process. */
  int threads() throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
      return (int) tasks.count();
    }
  }

  /** Open sockets of its process. */
  long sockets() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
      return open.filter(MicroServer::isSocket).count();
    }
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException closed) {
      return false;
    }
  }

  void awaitLog(String text) {
    await().atMost(START).untilAsserted(() -> assertThat(log()).contains(text));
  }

  /** A request of this server; headers as name, value, name, value. */
  HttpResponse<String> send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .timeout(Duration.ofSeconds(60))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its exit code, when it has stopped by itself. */
  int awaitExit() throws InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  /** Ends it without a word (SIGKILL). */
  void kill() {
    process.destroyForcibly();
  }

  /** Sends it a signal, such as STOP or CONT. */
  void signal(String name) throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
