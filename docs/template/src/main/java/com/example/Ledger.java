package com.example;

import java.io.IOException;
import java.util.OptionalLong;

/** What knows the users' credit: a database, a service, whatever makes one wait. */
public interface Ledger {

  /** The credit of a user; empty if there is no such user. */
  OptionalLong creditOf(String user) throws IOException;

  /** Writes down that a call has ended. */
  void record(String callId) throws IOException;
}
