package com.example;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.io.IOException;
import java.util.OptionalLong;

/** Replaces the real ledger in the WAR under test; fails and delays on demand. */
@Alternative
@Priority(1)
@ApplicationScoped
public class TestLedger implements Ledger {

  @Override
  public OptionalLong creditOf(String user) throws IOException {
    return switch (user) {
      case "alice" -> OptionalLong.of(42);
      case "bob" -> OptionalLong.of(0);
      case "broken" -> throw new IOException("the ledger is on fire");
      case "slow" -> dawdle();
      default -> OptionalLong.empty();
    };
  }

  private static OptionalLong dawdle() throws IOException {
    try {
      Thread.sleep(20_000);
      return OptionalLong.of(1);
    } catch (InterruptedException e) {
      throw new IOException("interrupted at the deadline or by a CANCEL", e);
    }
  }

  @Override
  public void record(String callId) {
    // written
  }
}
