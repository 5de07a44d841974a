package org.sipasync.container.message;

/** Parts of JSR 289 that are still to come. */
final class Unsupported {
  private Unsupported() {}

  static UnsupportedOperationException of(String what) {
    return new UnsupportedOperationException(
        what + " is not part of sip.container=own yet (issue 18); use sip.container=restcomm");
  }
}
