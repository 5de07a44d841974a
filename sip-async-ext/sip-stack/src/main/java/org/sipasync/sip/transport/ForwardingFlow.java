package org.sipasync.sip.transport;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;

/** Flow that describes itself as another one does, and sends in a way of its own. */
public interface ForwardingFlow extends Flow {
  /** Returns the flow that this one stands for. */
  Flow flow();

  @Override
  default Transport transport() {
    return flow().transport();
  }

  @Override
  default long serial() {
    return flow().serial();
  }

  @Override
  default boolean isReliable() {
    return flow().isReliable();
  }

  @Override
  default List<X509Certificate> certificates() {
    return flow().certificates();
  }

  @Override
  default InetSocketAddress local() {
    return flow().local();
  }

  @Override
  default InetSocketAddress remote() {
    return flow().remote();
  }
}
