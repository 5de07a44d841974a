package org.sipasync.function;

import java.nio.channels.SelectableChannel;
import java.util.Objects;

/**
 * Next step of an operation, returned by a {@link ChannelHandler} (rule F1). In OpenSIPS: done,
 * continue, change descriptor.
 */
public sealed interface Progress {

  /**
   * Ends the operation; the loop closes its channel.
   *
   * @param result the result; not null
   */
  record Done(Result result) implements Progress {
    public Done {
      Objects.requireNonNull(result, "result");
    }
  }

  /**
   * Keeps waiting on the same channel.
   *
   * @param interestOps the {@link java.nio.channels.SelectionKey} operations to wait for
   */
  record GoOn(int interestOps) implements Progress {}

  /**
   * Continues with another channel; the loop closes the former one.
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
