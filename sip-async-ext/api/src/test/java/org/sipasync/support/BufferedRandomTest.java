package org.sipasync.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BufferedRandomTest {
  @Test
  void handsOutEachNumberOfItsSourceOnceAndForgetsIt() {
    List<byte[]> arrays = new ArrayList<>();
    BufferedRandom random =
        new BufferedRandom(
            bytes -> {
              arrays.add(bytes);
              for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (i % 8 == 7 ? arrays.size() * 64 + i / 8 - 64 : 0);
              }
            });
    List<Long> numbers = new ArrayList<>();
    for (int i = 0; i < 130; i++) {
      numbers.add(random.nextLong() & 0xff);
    }
    assertThat(arrays).as("64 numbers at once").hasSize(3);
    for (int i = 0; i < 130; i++) {
      assertThat(numbers.get(i)).isEqualTo(i);
    }
    assertThat(arrays.get(2)).startsWith(new byte[16]);
  }

  @Test
  void numbersOfASecureSourceDiffer() {
    BufferedRandom random = new BufferedRandom(new SecureRandom()::nextBytes);
    Set<Long> numbers = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      numbers.add(random.nextLong());
    }
    assertThat(numbers).hasSize(10_000);
    assertThat(random.nextInt(11)).isBetween(0, 10);
  }
}
