package org.sipasync.container.message;

/** Parts of JSR 289 that are still to come. */
final class Unsupported {
  private Unsupported() {}

  static UnsupportedOperationException of(String what) {
    int issue = what.equals("addAuthHeader") ? 17 : 18;
    return new UnsupportedOperationException(
        what
            + " is not part of sip.container=own yet (issue "
            + issue
            + "); use sip.container=restcomm");
  }
}
