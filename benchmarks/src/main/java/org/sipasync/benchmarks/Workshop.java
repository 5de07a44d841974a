package org.sipasync.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Temporary directory, free ports and started programs, all cleaned up at the end in any case. */
final class Workshop implements AutoCloseable {
  private static final int FIRST_PORT = 21_000;
  private static final int PORTS = 8_000;

  private final Path root;
  private final Path directory;
  private final boolean keep;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final Set<Integer> taken = new HashSet<>();
  private boolean closed;

  /**
   * @param root the repository
   * @param keep true to keep the directory with its logs
   */
  Workshop(Path root, boolean keep) throws IOException {
    this.root = root;
    this.keep = keep;
    this.directory = Files.createTempDirectory("sip-async-bench");
    Files.setPosixFilePermissions(
        directory, java.nio.file.attribute.PosixFilePermissions.fromString("rwx--x--x"));
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
  }

  Path root() {
    return root;
  }

  Path directory() {
    return directory;
  }

  /** Registers a resource to be closed at the end, in reverse order. */
  synchronized <T extends AutoCloseable> T keep(T resource) {
    if (closed) { // interrupted meanwhile
      close(resource);
    }
    started.push(resource);
    return resource;
  }

  /** Returns a loopback port that neither UDP nor TCP uses; each only once. */
  synchronized int freePort() {
    for (int i = 0; i < PORTS; i++) {
      int port = FIRST_PORT + (int) ((ProcessHandle.current().pid() * 37 + i) % PORTS);
      if (isFree(port) && taken.add(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port");
  }

  private static boolean isFree(int port) {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (DatagramSocket udp = new DatagramSocket(address);
        ServerSocket tcp = new ServerSocket()) {
      tcp.bind(address);
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    while (!started.isEmpty()) {
      close(started.pop());
    }
    if (keep) {
      System.out.println("logs: " + directory);
    } else {
      delete();
    }
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      System.err.println("not closed: " + e);
    }
  }

  private void delete() {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      System.err.println(directory + " was not deleted: " + e);
    }
  }
}
