package gov.nist.javax.sip.stack;

import java.io.IOException;
import java.net.InetAddress;

/** JAIN-SIP's factory of transports, with a bound on what UDP has read. Known to it by name. */
public final class BoundedProcessorFactory implements MessageProcessorFactory {
  private final MessageProcessorFactory others = new NioMessageProcessorFactory();

  @Override
  public MessageProcessor createMessageProcessor(
      SIPTransactionStack stack, InetAddress address, int port, String transport)
      throws IOException {
    if (!transport.equalsIgnoreCase("udp")) {
      return others.createMessageProcessor(stack, address, port, transport);
    }
    stack.udpFlag = true;
    return new BoundedUdpProcessor(address, stack, port);
  }
}
