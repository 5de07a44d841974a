package com.example;

import java.io.IOException;
import java.util.OptionalLong;

/** Source of the users' credit: a database, a service, anything that blocks. */
public interface Ledger {

  /** Returns a user's credit; empty for an unknown user. */
  OptionalLong creditOf(String user) throws IOException;

  /** Records the end of a call. */
  void record(String callId) throws IOException;
}
