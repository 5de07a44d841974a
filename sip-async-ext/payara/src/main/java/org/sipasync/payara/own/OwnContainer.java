package org.sipasync.payara.own;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.sipasync.admin.ClusterMember;
import org.sipasync.functions.dns.DnsSettings;
import org.sipasync.payara.ServedWar;
import org.sipasync.payara.WarContainer;
import org.sipasync.payara.WarParts;
import org.sipasync.payara.server.ContainerKind;
import org.sipasync.payara.server.ServerBoot;
import org.sipasync.spi.ContainerStatus;
import org.sipasync.spi.MessageCapture;
import org.sipasync.spi.SipApplicationContext;

/** The own SIP container as WARs are deployed in it. Public for the service loader. */
public final class OwnContainer implements WarContainer {
  /** Payara loads the extension once, so the server is a static of this class. */
  private static final ServerBoot<SipServer> BOOT = new ServerBoot<>();

  @Override
  public ContainerKind kind() {
    return ContainerKind.OWN;
  }

  @Override
  public ServedWar prepare(WarParts parts) {
    Config config = ConfigProvider.getConfig();
    DnsSettings names = DnsSettings.from(config);
    SipServer server = BOOT.start(() -> started(parts, names, config));
    return new WarContext(server, parts);
  }

  private static SipServer started(WarParts parts, DnsSettings names, Config config)
      throws IOException {
    SipServer server = new SipServer(parts.settings(), names, parts.pool());
    try {
      server.joinCluster(key -> config.getOptionalValue(key, String.class));
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    return server;
  }

  /** The running server; empty before the first application. */
  static Optional<SipServer> server() {
    return BOOT.server();
  }

  @Override
  public Optional<SipApplicationContext> application(ClassLoader loader) {
    return server().flatMap(server -> server.applications().find(loader));
  }

  @Override
  public Optional<ContainerStatus> status() {
    return server().map(SipServer::status);
  }

  @Override
  public List<ClusterMember> clusterMembers() {
    return server().map(SipServer::clusterMembers).orElse(List.of());
  }

  @Override
  public Optional<MessageCapture> capture() {
    return server().map(SipServer::capture);
  }

  @Override
  public void refuseNew(boolean refuse) {
    server().ifPresent(server -> server.refuseNew(refuse));
  }
}
