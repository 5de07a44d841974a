package org.sipasync.cluster.node;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.sipasync.cluster.journal.JournalSettings;
import org.sipasync.cluster.lease.Terms;
import org.sipasync.support.SettingsReader;

/**
 * Settings of the cluster.
 *
 * @param name name of the cluster
 * @param members addresses of all members, this one included, as {@code host:port}
 * @param bind this member's address for the others
 * @param port its port
 * @param after time that a call must have been suspended to be stored
 * @param linger time that a call waits for others to be stored with it
 * @param backups copies of each piece beside the first
 * @param minimum members without which none acts
 * @param lease time that their word is good for
 * @param heartbeat time without a sign after which a member is thought dead
 * @param isArbiter true for a member that has a voice, and neither calls nor copies of them
 */
public record ClusterSettings(
    String name,
    List<String> members,
    String bind,
    int port,
    Duration after,
    Duration linger,
    int backups,
    int minimum,
    Duration lease,
    Duration heartbeat,
    boolean isArbiter) {
  private static final int MAX_MEMBERS = 64;

  /** Acknowledgements of the grid that took longer do not count. */
  private static final long ACK_MILLIS = 5000;

  private static final long PATIENCE_MILLIS = 1000;
  private static final int PIECE_BYTES = 32 * 1024;

  public ClusterSettings {
    members = List.copyOf(members);
  }

  /**
   * Reads the settings.
   *
   * @param source returns the value of a key; empty if it is not set
   * @return empty without {@code sip.cluster.members}: there is no cluster
   * @throws org.sipasync.SipAsyncException SIPA-0103 if a value is invalid
   */
  public static Optional<ClusterSettings> read(Function<String, Optional<String>> source) {
    SettingsReader in = new SettingsReader(source, "sip.cluster.");
    return in.text("members").map(text -> read(in, members(in, text)));
  }

  private static List<String> members(SettingsReader in, String text) {
    List<String> members = Stream.of(text.split(",")).map(String::trim).distinct().toList();
    if (members.size() > MAX_MEMBERS || !members.stream().allMatch(ClusterSettings::isAddress)) {
      throw in.refused(
          "members",
          text,
          "write host:port of each node, at most " + MAX_MEMBERS + ", separated by commas");
    }
    return members;
  }

  private static boolean isAddress(String member) {
    return member.matches("[A-Za-z0-9.-]+:[0-9]{1,5}|\\[[0-9A-Fa-f:]+]:[0-9]{1,5}")
        && Integer.parseInt(member.substring(member.lastIndexOf(':') + 1)) < 65_536;
  }

  private static ClusterSettings read(SettingsReader in, List<String> members) {
    int size = members.size();
    int majority = size / 2 + 1;
    String bind = in.text("bind").orElse("127.0.0.1");
    int port = in.number("port", 5701, 1, 65_535);
    if (!members.contains(bind + ":" + port)) {
      throw in.refused(
          "members",
          String.join(",", members),
          "it must name this node, "
              + bind
              + ":"
              + port
              + " (sip.cluster.bind, sip.cluster.port), as each other node does");
    }
    return new ClusterSettings(
        in.text("name").orElse("sip"),
        members,
        bind,
        port,
        in.millis("after", Duration.ofMillis(50), Duration.ZERO, Duration.ofSeconds(30)),
        in.millis("linger", Duration.ofMillis(20), Duration.ZERO, Duration.ofSeconds(1)),
        in.number("backups", Math.min(size / 2, 2), 0, 6),
        in.number("minimum", majority, majority, size),
        in.millis("lease", Duration.ofSeconds(2), Duration.ofMillis(400), Duration.ofSeconds(30)),
        in.millis(
            "heartbeat", Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofMinutes(5)),
        in.flag("arbiter", false));
  }

  /** Returns the node's settings; its journal may have an eighth of the heap. */
  public NodeSettings node() {
    return new NodeSettings(
        new Terms(minimum, lease.toMillis(), fingerprint()),
        new JournalSettings(
            linger.toMillis(), ACK_MILLIS, PIECE_BYTES, Runtime.getRuntime().maxMemory() / 8),
        PATIENCE_MILLIS);
  }

  /** Hash of what must be the same on each member. */
  private long fingerprint() {
    String terms = new TreeSet<>(members) + " " + minimum + " " + lease.toMillis();
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < terms.length(); i++) {
      hash = (hash ^ terms.charAt(i)) * 0x100000001B3L;
    }
    return hash;
  }
}
