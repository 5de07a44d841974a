package org.sipasync.payara.own;

import java.util.function.Consumer;
import org.sipasync.admin.CapturedMessage;
import org.sipasync.sip.trace.Traces;
import org.sipasync.spi.MessageCapture;

/**
 * The messages kept for operators, as the engine sees them.
 *
 * @param traces keeps them
 * @param maxMessages limit of messages
 */
record KeptMessages(Traces traces, int maxMessages) implements MessageCapture {
  @Override
  public boolean isOn() {
    return traces.keeps();
  }

  @Override
  public void turn(boolean on) {
    traces.keep(on);
  }

  @Override
  public void forEach(Consumer<CapturedMessage> visitor) {
    traces.forEach(visitor);
  }
}
