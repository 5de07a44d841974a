package org.sipasync.sip.message;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** {@link FuzzTests} for a quarter of a minute each: what -Pfuzz-ci runs, with the same corpus. */
class ShortFuzzTests {
  private final FuzzTests targets = new FuzzTests();

  @FuzzTest(maxDuration = "15s")
  void parser(byte[] data) throws ParseException {
    targets.parser(data);
  }

  @FuzzTest(maxDuration = "15s")
  void uri(byte[] data) throws ParseException {
    targets.uri(data);
  }

  @FuzzTest(maxDuration = "15s")
  void nameAddr(byte[] data) throws ParseException {
    targets.nameAddr(data);
  }

  @FuzzTest(maxDuration = "15s")
  void framing(byte[] data) throws ParseException {
    targets.framing(data);
  }
}
