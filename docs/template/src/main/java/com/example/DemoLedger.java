package com.example;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.OptionalLong;

/** Two users and no storage: put your database or client here. */
@ApplicationScoped
public class DemoLedger implements Ledger {
  private static final Map<String, Long> CREDIT = Map.of("alice", 42L, "bob", 0L);

  @Override
  public OptionalLong creditOf(String user) {
    Long credit = CREDIT.get(user);
    return credit == null ? OptionalLong.empty() : OptionalLong.of(credit);
  }

  @Override
  public void record(String callId) {
    System.getLogger("calls").log(System.Logger.Level.INFO, "a call has ended");
  }
}
