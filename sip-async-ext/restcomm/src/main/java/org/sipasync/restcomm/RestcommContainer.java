package org.sipasync.restcomm;

import java.util.Optional;
import org.sipasync.payara.ServedWar;
import org.sipasync.payara.WarContainer;
import org.sipasync.payara.WarParts;
import org.sipasync.payara.server.ContainerKind;
import org.sipasync.payara.server.ServerBoot;
import org.sipasync.spi.ContainerStatus;
import org.sipasync.spi.SipApplicationContext;

/** Restcomm as WARs are deployed in it. Public for the service loader. */
public final class RestcommContainer implements WarContainer {
  /** Payara loads the extension once, so the server is a static of this class. */
  private static final ServerBoot<SipServer> BOOT = new ServerBoot<>();

  /** The running server; empty before the first application. */
  static Optional<SipServer> server() {
    return BOOT.server();
  }

  @Override
  public ContainerKind kind() {
    return ContainerKind.RESTCOMM;
  }

  @Override
  public ServedWar prepare(WarParts parts) {
    SipServer server = BOOT.start(() -> new SipServer(parts.settings(), parts.pool()));
    return new WarContext(server, parts);
  }

  @Override
  public Optional<SipApplicationContext> application(ClassLoader loader) {
    return server().flatMap(server -> server.application(loader));
  }

  @Override
  public Optional<ContainerStatus> status() {
    return server().map(SipServer::status);
  }

  @Override
  public void refuseNew(boolean refuse) {
    server().ifPresent(server -> server.refuseNew(refuse));
  }
}
