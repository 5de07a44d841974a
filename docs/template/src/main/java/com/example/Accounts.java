package com.example;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.OptionalLong;
import org.sipasync.BlockingFunction;

/** Methods that block, as functions to wait for or to launch: they run on a bounded pool. */
@ApplicationScoped
public class Accounts {
  @Inject Ledger ledger;

  /** The credit of a user; null if there is no such user. */
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
