package org.sipasync.cluster.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CallRecordTest {
  private static final byte[] INVITE = "INVITE sip:bob@example.net SIP/2.0\r\n".getBytes(UTF_8);

  static CallRecord record() {
    return new CallRecord(
        new CallRecord.Origin("z9hG4bK1;a", "app", -7, "udp", "127.0.0.1:5060", "127.0.0.1:5070"),
        new CallRecord.SessionPart("tag", "id", "key", new byte[] {1}, new byte[] {2, 3}),
        new CallRecord.Work("resume", "Sleep", new byte[] {4}, true),
        INVITE,
        2,
        123_456,
        9000);
  }

  @Test
  void bytesHoldAll() {
    CallRecord read = CallRecord.decode(record().encode());
    assertThat(read).usingRecursiveComparison().isEqualTo(record());
  }

  @Test
  void absentPartsStayAbsent() {
    CallRecord sparse =
        new CallRecord(
            new CallRecord.Origin("key", null, 0, null, null, null),
            new CallRecord.SessionPart(null, null, null, null, null),
            new CallRecord.Work(null, null, null, true),
            new byte[0],
            0,
            0,
            0);
    CallRecord read = CallRecord.decode(sparse.encode());
    assertThat(read).usingRecursiveComparison().isEqualTo(sparse);
    assertThat(read.work().canRunAgain()).isFalse();
  }

  @Test
  void fieldsOfALaterVersionAreSkipped() {
    byte[] now = record().encode();
    byte[] later = Arrays.copyOf(now, now.length + 8);
    later[now.length] = (byte) 200;
    later[now.length + 4] = 3;
    assertThat(CallRecord.decode(later)).usingRecursiveComparison().isEqualTo(record());
  }

  @Test
  void anotherVersionIsRefused() {
    byte[] bytes = record().encode();
    bytes[0] = 2;
    assertThatThrownBy(() -> CallRecord.decode(bytes)).isInstanceOf(MalformedRecordException.class);
  }

  @Test
  void recordsAreBounded() {
    assertThatThrownBy(() -> CallRecord.decode(new byte[CallRecord.MAX_BYTES + 1]))
        .isInstanceOf(MalformedRecordException.class);
  }

  /** Whatever the grid returns, nothing but a refusal comes of it. */
  @Test
  void damagedBytesAreRefusedOrRead() {
    Random random = new Random(1);
    byte[] sound = record().encode();
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = Arrays.copyOf(sound, random.nextInt(sound.length + 1));
      for (int n = random.nextInt(4); n > 0 && bytes.length > 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        CallRecord.decode(bytes);
      } catch (MalformedRecordException refused) {
        assertThat(refused).hasMessageNotContaining("null");
      }
    }
  }
}
