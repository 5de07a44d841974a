package org.sipasync.functions.dns;

import java.io.IOException;
import java.nio.channels.Channel;

/** Closes channels. */
final class Channels {
  private Channels() {}

  /** Closes a channel, if not null; ignores failures. */
  static void close(Channel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException closedEnough) {
      // nothing more can be done
    }
  }
}
