package org.sipasync.container.dispatch;

import java.util.Locale;
import javax.servlet.sip.Flow;
import javax.servlet.sip.SipURI;
import org.sipasync.container.message.ValueFactory;
import org.sipasync.container.session.Application;
import org.sipasync.sip.message.SipUri;
import org.sipasync.sip.transport.Addresses;
import org.sipasync.sip.transport.FlowId;
import org.sipasync.sip.transport.Transport;

/** Flow as an application has it. Thread-safe. */
final class PeerFlow implements Flow {
  private final FlowId id;
  private final FlowSender flows;
  private final Application application;

  PeerFlow(FlowId id, FlowSender flows, Application application) {
    this.id = id;
    this.flows = flows;
    this.application = application;
  }

  @Override
  public String getToken() {
    return flows.token(id);
  }

  @Override
  public SipURI getLocalURI() {
    return (SipURI) ValueFactory.uri(flows.local(id));
  }

  @Override
  public SipURI getRemoteURI() {
    String host = Addresses.host(id.remote().getAddress());
    SipUri uri = SipUri.of(null, host, id.remote().getPort());
    String transport = id.transport().name().toLowerCase(Locale.ROOT);
    boolean isUdp = id.transport() == Transport.UDP;
    return (SipURI) ValueFactory.uri(isUdp ? uri : uri.with("transport", transport));
  }

  @Override
  public void release() {
    flows.release(id, application);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PeerFlow that && id.equals(that.id);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return id.transport() + " " + id.remote();
  }
}
