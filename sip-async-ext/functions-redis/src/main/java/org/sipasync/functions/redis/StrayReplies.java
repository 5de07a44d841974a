package org.sipasync.functions.redis;

import io.lettuce.core.protocol.CommandHandler;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Closes a connection that receives bytes while no command waits for a reply. Lettuce would take
 * them for the reply to the next command, and that command's reply for the one after.
 */
final class StrayReplies implements NettyCustomizer {
  @Override
  public void afterChannelInitialized(Channel channel) {
    CommandHandler commands = channel.pipeline().get(CommandHandler.class);
    String name = channel.pipeline().context(commands).name();
    channel.pipeline().addBefore(name, null, new Guard(commands));
  }

  private static final class Guard extends ChannelInboundHandlerAdapter {
    private final CommandHandler commands;

    Guard(CommandHandler commands) {
      this.commands = commands;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
      if (commands.getStack().isEmpty()) {
        ReferenceCountUtil.release(bytes);
        context.close();
      } else {
        context.fireChannelRead(bytes);
      }
    }
  }
}
