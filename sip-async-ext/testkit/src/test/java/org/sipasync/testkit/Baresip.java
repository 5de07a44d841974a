package org.sipasync.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Debian's baresip on free ports of 127.0.0.1, without audio devices, driven by its console.
 * Answers calls to the user {@code baresip}. Ends after a minute, so that no read waits longer.
 */
public final class Baresip implements AutoCloseable {
  private static final int MAX_SECONDS = 60;
  private static final String CONFIG =
      """
      sip_listen 127.0.0.1:0
      net_interface 127.0.0.1
      module_path /usr/lib/baresip/modules
      module stdio.so
      module g711.so
      module_tmp account.so
      module_app menu.so
      module_app debug_cmd.so
      """;

  private static final String PROGRAM = "/usr/bin/baresip";
  private static final String ACCOUNT = "<sip:baresip@127.0.0.1>;regint=0;answermode=auto\n";

  private final Process process;
  private final BufferedReader output;
  private final Writer console;
  private final List<String> lines = new ArrayList<>();

  /**
   * Starts baresip and waits until it listens; skips the test if it is not installed.
   *
   * @param settings further lines of its configuration, such as {@code sip_cafile ca.pem}
   */
  public Baresip(Path directory, String... settings) throws IOException {
    Programs.require(PROGRAM);
    Files.writeString(directory.resolve("config"), CONFIG + String.join("\n", settings) + "\n");
    Files.writeString(directory.resolve("accounts"), ACCOUNT);
    process =
        new ProcessBuilder(PROGRAM, "-4", "-f", directory.toString(), "-t", "" + MAX_SECONDS)
            .redirectErrorStream(true)
            .start();
    process
        .onExit()
        .orTimeout(MAX_SECONDS + 5, SECONDS)
        .exceptionally(late -> process.destroyForcibly());
    output = process.inputReader(UTF_8);
    console = process.outputWriter(UTF_8);
    expect("baresip is ready");
  }

  /** Port that baresip listens on; transport is udp, tcp or tls. */
  public int port(String transport) throws IOException {
    command("sipstat");
    return Integer.parseInt(expect("(?i):(\\d+) \\(" + transport + "\\)").group(1));
  }

  /** Types a command such as {@code dial sip:bob@127.0.0.1}. */
  public void command(String text) throws IOException {
    console.write("/" + text + "\n");
    console.flush();
  }

  /** Reads on to the line that contains a match of a regular expression. */
  public MatchResult expect(String regex) throws IOException {
    Pattern pattern = Pattern.compile(regex);
    String line;
    while ((line = output.readLine()) != null) {
      if (!line.startsWith("/")) { // the console repeats each key
        lines.add(line);
      }
      Matcher matcher = pattern.matcher(line);
      if (matcher.find()) {
        return matcher;
      }
    }
    throw new AssertionError(
        "baresip ended without \"" + regex + "\":\n" + String.join("\n", lines));
  }

  /** Quits, which ends calls; kills baresip if it does not end. */
  @Override
  public void close() throws IOException {
    try (output;
        console) {
      if (process.isAlive()) {
        command("quit");
        process.onExit().orTimeout(10, SECONDS).join();
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
