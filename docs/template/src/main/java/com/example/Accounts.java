package com.example;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.OptionalLong;
import org.sipasync.BlockingFunction;

/** Blocking methods as functions for calls and launches; they run on a bounded pool. */
@ApplicationScoped
public class Accounts {
  @Inject Ledger ledger;

  /** Returns a user's credit; null for an unknown user. */
  @BlockingFunction("credit")
  Long creditOf(String user) throws IOException {
    OptionalLong credit = ledger.creditOf(user);
    return credit.isPresent() ? credit.getAsLong() : null;
  }

  @BlockingFunction("record")
  void record(String callId) throws IOException {
    ledger.record(callId);
  }
}
