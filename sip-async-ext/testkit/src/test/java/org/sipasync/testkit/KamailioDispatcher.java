package org.sipasync.testkit;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;

/** Debian's Kamailio on UDP of loopback, as dispatcher in front of servers. */
public final class KamailioDispatcher extends ServerProgram {
  private final int port = Programs.freePort();
  private final Path config;

  private KamailioDispatcher(Path config) {
    super("dispatcher");
    this.config = config.toAbsolutePath();
  }

  /**
   * Starts it; skips the test if it is not installed.
   *
   * @param config the documented configuration
   * @param nodes UDP ports of the servers
   */
  public static KamailioDispatcher start(Path config, List<Integer> nodes) {
    Programs.require(Kamailio.PROGRAM);
    Programs.require(Kamailio.modules().resolve("dispatcher.so").toString());
    KamailioDispatcher server = new KamailioDispatcher(config);
    String list = nodes.stream().map(node -> "1 sip:127.0.0.1:" + node + "\n").collect(joining());
    Programs.write(server.directory.resolve("nodes.list"), list);
    server.restart();
    return server;
  }

  @Override
  Process launch() {
    Process process =
        Programs.start(
            directory,
            List.of(
                Kamailio.PROGRAM,
                "-f",
                config.toString(),
                "-L",
                Kamailio.modules() + "/",
                "-A",
                "LISTEN=udp:127.0.0.1:" + port,
                "-A",
                "NODES=\"" + directory.resolve("nodes.list") + "\"",
                "-A",
                "PATIENCE=\"10000\"", // a busy machine changes no result
                "-DD",
                "-E",
                "-m",
                "64",
                "-M",
                "8",
                "-w",
                "."));
    Programs.await(process, directory, this::isTaken);
    return process;
  }

  private boolean isTaken() {
    try (DatagramSocket socket = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
      return !socket.isBound();
    } catch (IOException taken) {
      return true;
    }
  }

  public int port() {
    return port;
  }
}
