package org.sipasync.test.rules;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.charset.StandardCharsets;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Operation;
import org.sipasync.function.Progress;
import org.sipasync.function.Result;
import org.sipasync.function.Started;

/**
 * A function on a channel of its own: sends a datagram to a port of this machine and waits for the
 * answer. The event loop closes the channel, however it ends.
 *
 * @param text what is sent
 * @param port where to
 */
record Echo(String text, int port) implements AsyncFunction {

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public Started start(Operation operation) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.configureBlocking(false);
      channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.write(StandardCharsets.UTF_8.encode(text));
      return new Started.OnChannel(channel, SelectionKey.OP_READ, ready -> read(channel));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static Progress read(DatagramChannel channel) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(1500);
    if (channel.read(buffer) <= 0) {
      return new Progress.GoOn(SelectionKey.OP_READ);
    }
    return new Progress.Done(Result.ok(StandardCharsets.UTF_8.decode(buffer.flip()).toString()));
  }
}
