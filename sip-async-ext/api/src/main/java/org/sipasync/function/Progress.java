package org.sipasync.function;

import java.nio.channels.SelectableChannel;
import java.util.Objects;

/**
 * What a {@link ChannelHandler} says after its channel was ready (rule F1). OpenSIPS: done,
 * continue, change descriptor.
 */
public sealed interface Progress {

  /**
   * The operation is finished; the loop closes its channel.
   *
   * @param result what it came to; not null
   */
  record Done(Result result) implements Progress {
    public Done {
      Objects.requireNonNull(result, "result");
    }
  }

  /**
   * Wait on the same channel.
   *
   * @param interestOps the {@link java.nio.channels.SelectionKey} operations to wait for
   */
  record GoOn(int interestOps) implements Progress {}

  /**
   * Wait on another channel from now on; the loop closes the former one.
   *
   * @param channel in non-blocking mode; not null
   * @param interestOps the operations to wait for
   */
  record OtherChannel(SelectableChannel channel, int interestOps) implements Progress {
    public OtherChannel {
      Objects.requireNonNull(channel, "channel");
    }
  }
}
