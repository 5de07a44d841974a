package org.sipasync.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.sipasync.SipAsyncException;
import org.sipasync.admin.ClusterMember;
import org.sipasync.cluster.call.CallOwner;
import org.sipasync.cluster.call.StoredCall;
import org.sipasync.cluster.call.Successor;
import org.sipasync.cluster.lease.MemberFacts;
import org.sipasync.cluster.record.CallRecord;

/** Three real members on loopback, in this process. */
class ClusterTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final List<Cluster> nodes = new ArrayList<>();
  private final Map<String, Set<String>> finals = new ConcurrentHashMap<>();
  private final Map<String, StoredCall> stored = new ConcurrentHashMap<>();

  private static List<Integer> freePorts(int number) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    }
    List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return ports;
  }

  private static String members(List<Integer> ports) {
    return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
  }

  private Cluster join(String members, int port, String name) {
    return join(members, port, name, 1000);
  }

  private Cluster join(String members, int port, String name, int lease) {
    return join(members, port, name, lease, false);
  }

  private Cluster join(String members, int port, String name, int lease, boolean isArbiter) {
    Map<String, String> settings =
        Map.of(
            "sip.cluster.arbiter",
            Boolean.toString(isArbiter),
            "sip.cluster.members",
            members,
            "sip.cluster.port",
            Integer.toString(port),
            "sip.cluster.name",
            "test-" + members.hashCode(),
            "sip.cluster.lease",
            Integer.toString(lease));
    Cluster node =
        Cluster.start(
                key -> Optional.ofNullable(settings.get(key)), MemberFacts.NONE, new Heirs(name))
            .orElseThrow();
    nodes.add(node);
    return node;
  }

  private List<Integer> joinThree() throws IOException {
    List<Integer> ports = freePorts(3);
    for (int port : ports) {
      join(members(ports), port, "node " + port);
    }
    await().atMost(PATIENCE).until(() -> nodes.stream().allMatch(Cluster::isServing));
    return ports;
  }

  @AfterEach
  void leave() {
    nodes.forEach(Cluster::close);
  }

  private static CallRecord record(String key) {
    return new CallRecord(
        new CallRecord.Origin(key, "app", 1, "udp", "127.0.0.1:1", "127.0.0.1:2"),
        new CallRecord.SessionPart("tag", "id", null, null, null),
        new CallRecord.Work("route", "function", new byte[4], key.endsWith("0")),
        new byte[700],
        0,
        0,
        60_000);
  }

  private void answer(String key, StoredCall call, String response) {
    call.answer(
        response.getBytes(UTF_8),
        () -> {
          finals.computeIfAbsent(key, k -> ConcurrentHashMap.newKeySet()).add(response);
          call.end();
        });
  }

  private void store(Cluster node, String key) {
    node.execute(of -> stored.put(key, of.store(record(key), () -> {})));
  }

  private final class Heirs implements Successor {
    private final String name;

    Heirs(String name) {
      this.name = name;
    }

    @Override
    public CallOwner takeOver(CallRecord record, long remaining, StoredCall call) {
      String key = record.origin().transactionKey();
      String how = record.work().canRunAgain() ? " again at " : " lost at ";
      answer(key, call, key + how + name);
      return () -> {};
    }

    @Override
    public CallOwner resend(CallRecord record, byte[] response, StoredCall call) {
      answer(record.origin().transactionKey(), call, new String(response, UTF_8));
      return () -> {};
    }
  }

  @Test
  void callsOfAKilledMemberAreAnsweredOnceEach() throws IOException {
    joinThree();
    for (int i = 0; i < 300; i++) {
      store(nodes.get(0), "call-" + i);
    }
    await()
        .atMost(PATIENCE)
        .until(() -> stored.size() == 300 && nodes.get(0).statistics().stored() == 300);
    for (int i = 0; i < 100; i++) {
      String key = "call-" + i;
      nodes.get(0).execute(of -> answer(key, stored.get(key), key + " at first"));
    }
    await().atMost(PATIENCE).until(() -> finals.size() == 100);
    nodes.remove(0).kill();
    await().atMost(PATIENCE).until(() -> finals.size() == 300);
    assertThat(finals.values()).allSatisfy(all -> assertThat(all).hasSize(1));
    assertThat(finals.get("call-200")).allMatch(response -> response.contains(" again at "));
    assertThat(finals.get("call-201")).allMatch(response -> response.contains(" lost at "));
    assertThat(nodes.get(0).isOfDead("call-299")).isTrue();
    assertThat(nodes.get(0).isOfDead("call-300")).isFalse();
    assertThat(nodes).allMatch(Cluster::isServing);
  }

  @Test
  void anArbiterHasAVoiceAndNoCalls() throws IOException {
    List<Integer> ports = freePorts(3);
    Cluster arbiter = join(members(ports), ports.get(0), "arbiter", 1000, true);
    Cluster one = join(members(ports), ports.get(1), "one");
    Cluster other = join(members(ports), ports.get(2), "other");
    await().atMost(PATIENCE).until(() -> one.isServing() && other.isServing());
    for (int i = 0; i < 40; i++) {
      store(one, "call-" + i);
    }
    await().atMost(PATIENCE).until(() -> one.statistics().stored() == 40);
    nodes.remove(one);
    one.kill();
    await().atMost(PATIENCE).until(() -> finals.size() == 40);
    assertThat(finals.values())
        .allSatisfy(all -> assertThat(all).singleElement().asString().endsWith(" at other"));
    assertThat(other.isServing()).isTrue();
    assertThat(arbiter.isServing()).isFalse();
    assertThat(arbiter.statistics().holdsLease()).isTrue();
    arbiter.members();
    await().atMost(PATIENCE).until(() -> arbiter.members().size() == 2);
    assertThat(arbiter.members())
        .extracting(ClusterMember::address)
        .containsExactly("127.0.0.1:" + ports.get(0), "127.0.0.1:" + ports.get(2));
    await()
        .atMost(PATIENCE)
        .until(() -> arbiter.members().get(1).numbers().getOrDefault("claimed_total", 0L) == 40);
  }

  @Test
  void oneOfThreeServesNobody() throws IOException {
    joinThree();
    nodes.remove(0).kill();
    nodes.remove(0).kill();
    await().atMost(PATIENCE).until(() -> !nodes.get(0).isServing());
  }

  @Test
  void membersOfOtherTermsDoNotCountEachOther() throws IOException {
    List<Integer> ports = freePorts(3);
    String all = members(ports);
    join(all, ports.get(0), "one");
    join(all, ports.get(1), "other", 1500);
    await().atMost(PATIENCE).until(() -> nodes.get(0).statistics() != null);
    await().during(Duration.ofSeconds(3)).atMost(PATIENCE).until(() -> !nodes.get(0).isServing());
  }

  @Test
  void aTakenPortIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> join("127.0.0.1:" + port, port, "none"))
          .isInstanceOf(SipAsyncException.class)
          .hasMessageStartingWith("SIPA-0500");
    }
  }

  /** Hazelcast's defaults would listen on all addresses, and on a multicast socket. */
  @Test
  void nothingListensBeyondLoopback() throws Exception {
    List<Integer> ports = joinThree();
    List<String> lines = sockets();
    Assumptions.assumeFalse(lines.isEmpty(), "ss, of iproute2, is not here");
    String pid = "pid=" + ProcessHandle.current().pid() + ",";
    List<String> ours = lines.stream().filter(line -> line.contains(pid)).toList();
    for (int port : ports) {
      assertThat(ours)
          .anyMatch(
              line -> line.contains("127.0.0.1]:" + port) || line.contains("127.0.0.1:" + port));
    }
    assertThat(ours)
        .allMatch(
            line ->
                line.contains(" 127.0.0.1:")
                    || line.contains("[::ffff:127.0.0.1]:")
                    || line.contains("[::1]:"));
  }

  private static List<String> sockets() throws Exception {
    Process ss;
    try {
      ss = new ProcessBuilder("ss", "-Hlntup").redirectErrorStream(true).start();
    } catch (IOException notHere) {
      return List.of();
    }
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(ss.getInputStream(), UTF_8))) {
      List<String> lines = out.lines().toList();
      ss.waitFor(10, TimeUnit.SECONDS);
      return lines;
    }
  }
}
