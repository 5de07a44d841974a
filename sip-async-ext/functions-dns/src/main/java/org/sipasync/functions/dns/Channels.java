package org.sipasync.functions.dns;

import java.io.IOException;
import java.nio.channels.Channel;

/** Closes channels. */
final class Channels {
  private Channels() {}

  /** Closes a channel, if there is one; a failure is of no interest. */
  static void close(Channel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException closedEnough) {
      // nothing is left to be done with it
    }
  }
}
