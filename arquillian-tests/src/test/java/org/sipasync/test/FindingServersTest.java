package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.test.TinyDns.Manner;
import org.sipasync.test.chain.LinkServlet;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.IncomingCall;
import org.sipasync.testkit.phone.SipPhone;

/** RFC 3263 as proxied calls meet it: records, servers that fail, and name servers that lie. */
@Tag("3263")
class FindingServersTest extends InContainer {
  @TempDir static Path directory;
  private static MicroServer server;
  private static TinyDns names;

  @BeforeAll
  static void start() throws IOException {
    names = new TinyDns();
    server =
        new MicroServer(
            Path.of("target/finding-servers.log"),
            file(directory, war("link", LinkServlet.class.getPackage())),
            "-Dsip.loops=2",
            "-Dsip.async.dns.servers=127.0.0.1:" + names.port(),
            "-Dsip.async.dns.max-ttl=1");
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    names.close();
  }

  private static Call call(SipPhone caller, String domain) {
    return caller.invite("sip:bob@" + domain + ";proxy");
  }

  /** Calls a domain and ends the call; the milliseconds until its INVITE has reached bob. */
  private static long reaches(SipPhone caller, SipPhone callee, String domain) {
    long start = System.nanoTime();
    Call call = call(caller, domain);
    IncomingCall incoming = callee.awaitCall();
    long took = Duration.ofNanos(System.nanoTime() - start).toMillis();
    incoming.accept();
    call.expect(200);
    call.ack();
    incoming.awaitAck();
    call.bye();
    incoming.awaitBye();
    return took;
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  @DisplayName("NAPTR, SRV and CNAME lead to a server; the order is the records'")
  void records() {
    try (SipPhone caller = phone("udp");
        SipPhone bob = phone("udp").as("bob")) {
      names
          .naptr("full.test", "SIPS+D2T", "_sips._tcp.full.test")
          .naptr("full.test", "SIP+D2U", "_sip._udp.full.test")
          .service("_sip._udp.full.test", 1, 0, bob.port(), "one.full.test")
          .alias("one.full.test", "two.full.test")
          .host("two.full.test", 127, 0, 0, 1);
      reaches(caller, bob, "full.test");
    }
  }

  /** By chance the one without weight comes first once in 65,536 calls. */
  @Test
  @DisplayName("Priority and weight of SRV records choose the server")
  void weights() {
    try (SipPhone caller = phone("udp");
        SipPhone other = phone("udp").as("other");
        SipPhone bob = phone("udp").as("bob")) {
      names
          .naptr("weighed.test", "SIP+D2U", "_sip._udp.weighed.test")
          .service("_sip._udp.weighed.test", 20, 65_535, other.port(), "host.weighed.test")
          .service("_sip._udp.weighed.test", 10, 0, other.port(), "host.weighed.test")
          .service("_sip._udp.weighed.test", 10, 65_535, bob.port(), "host.weighed.test")
          .host("host.weighed.test", 127, 0, 0, 1);
      for (int i = 0; i < 3; i++) {
        reaches(caller, bob, "weighed.test");
      }
    }
  }

  @Test
  @Tag("C-D6")
  @DisplayName("A server that refuses is left at once, and for five minutes by all loops")
  void refused() throws IOException {
    int port = closedPort();
    try (SipPhone caller = phone("udp");
        SipPhone bob = phone("udp").as("bob")) {
      twoServers("refused.test", "SIP+D2T", port, bob.port());
      reaches(caller, bob, "refused.test");
      try (ServerSocket again = new ServerSocket(port, 10, InetAddress.getLoopbackAddress())) {
        for (int i = 0; i < 8; i++) {
          reaches(caller, bob, "refused.test");
        }
        again.setSoTimeout(1);
        assertThat(accepts(again)).isFalse();
      }
    }
  }

  private static boolean accepts(ServerSocket socket) throws IOException {
    try {
      socket.accept().close();
      return true;
    } catch (SocketTimeoutException nobody) {
      return false;
    }
  }

  private static void twoServers(String domain, String first, int port, int second) {
    names
        .naptr(domain, first, "_1._sip." + domain)
        .naptr(domain, "SIP+D2U", "_2._sip." + domain)
        .service("_1._sip." + domain, 1, 0, port, "host." + domain)
        .service("_2._sip." + domain, 1, 0, second, "host." + domain)
        .host("host." + domain, 127, 0, 0, 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SIP+D2U", "SIP+D2T"})
  @DisplayName("A silent server is left after 8 × T1")
  void silent(String service) throws IOException {
    String domain = "silent-" + service.substring(4).toLowerCase(Locale.ROOT) + ".test";
    try (SipPhone caller = phone("udp");
        SipPhone bob = phone("udp").as("bob");
        DatagramSocket datagrams = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        ServerSocket streams = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = service.endsWith("U") ? datagrams.getLocalPort() : streams.getLocalPort();
      twoServers(domain, service, port, bob.port());
      reaches(caller, bob, domain);
    }
  }

  @Test
  @Tag("load")
  @DisplayName("0.6 s to the second server after a refusal, 4 s and a bit after silence")
  void times() throws IOException {
    try (SipPhone caller = phone("udp");
        SipPhone bob = phone("udp").as("bob");
        DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      twoServers("first.test", "SIP+D2T", closedPort(), bob.port());
      reaches(caller, bob, "first.test"); // warms up
      twoServers("quick.test", "SIP+D2T", closedPort(), bob.port());
      long refused = reaches(caller, bob, "quick.test");
      twoServers("slow.test", "SIP+D2U", silent.getLocalPort(), bob.port());
      long unanswered = reaches(caller, bob, "slow.test");
      System.out.printf(
          "second server after %d ms (refused), %d ms (silent); load %s",
          refused, unanswered, Files.readString(Path.of("/proc/loadavg")));
      assertThat(refused).isLessThanOrEqualTo(600);
      assertThat(unanswered).isBetween(4_000L, 4_400L);
    }
  }

  @Test
  @DisplayName("Chains and loops of aliases and services end, and disturb nobody")
  void chains() {
    try (SipPhone caller = phone("udp");
        SipPhone bob = phone("udp").as("bob")) {
      names.alias("a.loop.test", "b.loop.test").alias("b.loop.test", "a.loop.test");
      for (int i = 0; i < 40; i++) {
        names.alias("c" + i + ".chain.test", "c" + (i + 1) + ".chain.test");
      }
      names.host("c40.chain.test", 127, 0, 0, 1);
      names.naptr("srv.test", "SIP+D2U", "srv.test").service("srv.test", 1, 0, 5060, "srv.test");
      for (String lost :
          new String[] {"a.loop.test:5060", "c0.chain.test:" + bob.port(), "srv.test"}) {
        Call call = call(caller, lost);
        caller.request("OPTIONS", "anyone").expectFinal();
        call.ackFailure(500);
      }
      reaches(caller, bob, "c36.chain.test:" + bob.port());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SILENT", "WRONG_ID", "WRONG_QUESTION", "NO_SUCH_DOMAIN", "RUBBISH"})
  @DisplayName("A name server that lies or keeps silent costs its own calls only")
  void liars(Manner manner) {
    String domain = manner.name().toLowerCase(Locale.ROOT).replace('_', '-') + ".test";
    try (SipPhone caller = phone("udp");
        SipPhone bob = phone("udp").as("bob")) {
      names.host("host." + domain, 127, 0, 0, 1).manner(domain, manner);
      names.host("honest-" + domain, 127, 0, 0, 1);
      Call lost = call(caller, "host." + domain + ":" + bob.port());
      reaches(caller, bob, "honest-" + domain + ":" + bob.port());
      lost.ackFailure(500);
    }
  }

  @Test
  @DisplayName("Records that nobody has asked for are not believed")
  void foreignRecords() {
    try (SipPhone caller = phone("udp");
        SipPhone bob = phone("udp").as("bob")) {
      names.host("poison.test", 127, 0, 0, 1).manner("poison.test", Manner.FOREIGN_RECORDS);
      names.host("victim.test", 127, 0, 0, 1);
      reaches(caller, bob, "poison.test:" + bob.port());
      reaches(caller, bob, "victim.test:" + bob.port());
      assertThat(names.asked()).contains("victim.test");
    }
  }

  @Test
  @DisplayName("A time to live of 68 years ends after sip.async.dns.max-ttl")
  void hugeTimeToLive() {
    try (SipPhone caller = phone("udp");
        SipPhone bob = phone("udp").as("bob")) {
      names.host("old.test", 127, 0, 0, 1).manner("old.test", Manner.HUGE_TTL);
      reaches(caller, bob, "old.test:" + bob.port());
      long before = times("old.test");
      await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () -> {
                reaches(caller, bob, "old.test:" + bob.port());
                return times("old.test") > before;
              });
    }
  }

  private static long times(String name) {
    return names.asked().stream().filter(name::equals).count();
  }
}
