package org.sipasync.payara.own;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.Transport;

/**
 * Flow for responses within a dialog that other nodes may have by the time they are sent: then none
 * is sent.
 *
 * @param mayAnswer returns true if this node may answer now
 */
record LeasedFlow(Flow flow, BooleanSupplier mayAnswer) implements Flow {
  @Override
  public void send(byte[] message, Runnable onFailed) {
    if (mayAnswer.getAsBoolean()) {
      flow.send(message, onFailed);
    }
  }

  @Override
  public Flow reopened() {
    return new LeasedFlow(flow.reopened(), mayAnswer);
  }

  @Override
  public boolean isReopenable() {
    return flow.isReopenable();
  }

  @Override
  public Transport transport() {
    return flow.transport();
  }

  @Override
  public long serial() {
    return flow.serial();
  }

  @Override
  public boolean isReliable() {
    return flow.isReliable();
  }

  @Override
  public boolean isLoopback() {
    return flow.isLoopback();
  }

  @Override
  public List<X509Certificate> certificates() {
    return flow.certificates();
  }

  @Override
  public InetSocketAddress local() {
    return flow.local();
  }

  @Override
  public InetSocketAddress remote() {
    return flow.remote();
  }
}
