package com.example;

import java.io.IOException;
import java.util.OptionalLong;

/** Source of the users' credit: a database, a service, anything that blocks. */
public interface Ledger {

  /** The credit of a user; empty if there is no such user. */
  OptionalLong creditOf(String user) throws IOException;

  /** Writes down that a call has ended. */
  void record(String callId) throws IOException;
}
