package org.sipasync.test;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.test.HostileInputs.Place;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.SipPhone;

/**
 * Hostile input to the running server with the sample: alone, as INVITEs to its addresses, within
 * dialogs, beside 1,000 suspended calls. None of the calls is lost, and nothing stays behind.
 */
class HostileInputTest extends InContainer {
  private static final int SUSPENDED = 1_000;

  /** Few enough for the server's socket buffer, as the next ones wait until these were read. */
  private static final int AT_ONCE = 20;

  /** Few enough for a call to hold: its 200 waits for its ACK for 32 s. */
  private static final int MAX_PER_CALL = 1_000;

  /** The largest CSeq there is (RFC 3261 8.1.1.5): after whatever was sent in the dialog. */
  private static final String LAST_CSEQ = "CSeq: 2147483647 BYE";

  @TempDir Path directory;

  private final HostileInputs inputs = new HostileInputs();
  private int sent;

  /** Use of memory, threads and log; live bytes are those after a full collection. */
  private record Footprint(long liveBytes, int threads, long logLines) {
    static Footprint of(MicroServer server) throws IOException, InterruptedException {
      return new Footprint(server.liveBytes(), server.threads(), server.log().lines().count());
    }
  }

  @Test
  @Tag("C-A3")
  @Tag("C-F9")
  @DisplayName("Torture and fuzz beside 1,000 suspended calls: none is lost, nothing stays behind")
  void besideSuspendedCalls() throws Exception {
    try (MicroServer server = start()) {
      hostile(200); // classes, threads, buffers
      Footprint before = Footprint.of(server);
      besideSuspended(1_000);
      check(before, Footprint.of(server), server.log());
    }
  }

  @Test
  @Tag("load")
  @DisplayName("The same with 100,000 inputs, after which what they left has timed out")
  void manyInputs() throws Exception {
    try (MicroServer server = start()) {
      hostile(2_000);
      TimeUnit.SECONDS.sleep(40); // RFC 3261: 64 × T1, the longest of its timers
      Footprint before = Footprint.of(server);
      for (int round = 0; round < 5; round++) {
        besideSuspended(20_000);
      }
      TimeUnit.SECONDS.sleep(40);
      check(before, Footprint.of(server), server.log());
    }
  }

  private MicroServer start() throws IOException {
    return new MicroServer(directory.resolve("log"), Path.of(System.getProperty("sample.war")));
  }

  private void check(Footprint before, Footprint after, String log) {
    System.out.printf("%d hostile inputs: %s, then %s%n", sent, before, after);
    assertThat(after.liveBytes - before.liveBytes).as("bytes more").isLessThan(10L << 20);
    assertThat(after.threads - before.threads).as("threads more").isLessThan(20);
    assertThat(after.logLines - before.logLines).as(log).isLessThan(200);
    assertThat(log).doesNotContain("\tat ").doesNotContain("OutOfMemory");
  }

  private void besideSuspended(int count) throws Exception {
    try (Burst suspended = new Burst(SIP_PORT, "pause;ms=20000")) {
      suspended.place(SUSPENDED, 1_000, -1);
      hostile(count);
      suspended.awaitEnd(Duration.ofSeconds(90));
      assertThat(suspended.outcomes()).isEqualTo(Map.of(200, (long) SUSPENDED));
    }
  }

  private void hostile(int count) throws IOException {
    for (int left = count; left > 0; left -= MAX_PER_CALL) {
      hostileToCalls(Math.min(left, MAX_PER_CALL));
    }
  }

  /** Sends the files, then changed requests, in each place; calls in that place must go on. */
  private void hostileToCalls(int count) throws IOException {
    try (SipPhone phone = phone("udp");
        RawPeer peer = new RawPeer("udp")) {
      Call waiting = phone.invite("pause;ms=5000");
      waiting.expect(100);
      Call talking = talk(phone);
      Call changing = talk(phone);
      List<byte[]> batch = new ArrayList<>();
      for (int i = 0; i < inputs.files(); i++) {
        batch.add(inputs.file(i, "UDP"));
        batch.add(inputs.fileAsInvite(i, uri("pause;ms=20")));
        batch.add(inputs.fileIn(dialog(mayChange(i) ? changing : talking), i, 100 + i));
        overTcp(inputs.file(i, "TCP"));
      }
      for (int i = 0; i < count; i++) {
        batch.add(changed(i, waiting, talking, changing));
      }
      flush(batch, peer, phone);
      waiting.expect(200);
      waiting.ack();
      waiting.bye().expect(200);
      talking.send("BYE", LAST_CSEQ).expect(200);
      changing.send("BYE", LAST_CSEQ);
    }
  }

  private static Call talk(SipPhone phone) {
    Call call = phone.invite("pause;ms=1");
    call.expect(200);
    call.ack();
    return call;
  }

  /** True for what may end a call, or keep it busy. */
  private boolean mayChange(int file) {
    String text = new String(inputs.file(file, "UDP"), ISO_8859_1);
    return text.contains("INVITE") || text.contains("BYE");
  }

  private byte[] changed(int i, Call waiting, Call talking, Call changing) {
    return switch (i % 4) {
      case 0 -> inputs.changed(alone(), inputs.method(), 1);
      case 1 -> inputs.changed(Place.of(waiting.invite().request()), "INVITE", 1);
      case 2 -> inputs.changed(dialog(talking), "MESSAGE", 1_000 + i);
      default -> inputs.changed(dialog(changing), inputs.method(), 1_000 + i);
    };
  }

  private static String uri(String userAndParameters) {
    return "sip:" + userAndParameters.replaceFirst("(;|$)", "@127.0.0.1:" + SIP_PORT + "$1");
  }

  private static Place alone() {
    String id = UUID.randomUUID().toString();
    String uri = uri("pause;ms=20");
    return new Place(id, "<sip:fuzz@127.0.0.1>;tag=" + id, "<" + uri + ">", uri);
  }

  /** The dialog that the call's INVITE made. */
  private static Place dialog(Call call) {
    var ok = call.expect(200);
    String contact = ok.header("Contact");
    return new Place(
        call.callId(),
        ok.header("From"),
        ok.header("To"),
        contact.replaceAll("^.*<(.*)>.*$", "$1"));
  }

  private void flush(List<byte[]> batch, RawPeer peer, SipPhone phone) throws IOException {
    for (int i = 0; i < batch.size(); i++) {
      peer.send(batch.get(i));
      sent++;
      if (i % AT_ONCE == AT_ONCE - 1) {
        phone.request("OPTIONS", "nobody").expectRetransmitting(404);
        peer.drain(Duration.ofMillis(1));
      }
    }
    phone.request("OPTIONS", "nobody").expectRetransmitting(404);
  }

  private void overTcp(byte[] input) throws IOException {
    try (RawPeer peer = new RawPeer("tcp")) {
      peer.send(input);
      peer.send(peer.request("OPTIONS"));
      peer.drain(Duration.ofMillis(20));
      sent++;
    } catch (IOException closedByTheServer) {
      sent++;
    }
  }
}
