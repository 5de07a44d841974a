package org.sipasync.functions.redis;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Operation;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.function.Started;

/** One command with its arguments. */
record Command(SharedConnection client, String command, List<Object> arguments)
    implements AsyncFunction {

  /** A command's name as lettuce sends it. */
  private record Keyword(String name) implements ProtocolKeyword {
    @Override
    public byte[] getBytes() {
      return name.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public Started start(Operation operation) {
    CompletableFuture<Result> result;
    try {
      result = client.send(new Keyword(command), this::encoded);
    } catch (RejectedExecutionException full) {
      return new Started.NotStarted(ReturnCodes.SHED, full);
    }
    return new Started.OnCompletion(result, () -> result.cancel(false));
  }

  private CommandArgs<String, String> encoded() {
    CommandArgs<String, String> encoded = new CommandArgs<>(StringCodec.UTF8);
    for (Object argument : arguments) {
      if (argument instanceof byte[] bytes) {
        encoded.add(bytes);
      } else {
        encoded.addValue(argument.toString());
      }
    }
    return encoded;
  }

  /** Omits the arguments, which may be secrets. */
  @Override
  public String toString() {
    return "redis " + command;
  }
}
