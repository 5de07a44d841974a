package org.sipasync.restcomm;

import java.util.Map;
import java.util.Optional;
import org.sipasync.spi.ContainerStatus;
import org.sipasync.spi.SipApplicationContext;
import org.sipasync.spi.SipContainer;

/** Restcomm as the engine finds it. Public for the service loader. */
public final class RestcommContainer implements SipContainer {
  @Override
  public Optional<SipApplicationContext> application(ClassLoader loader) {
    return SipBoot.server().flatMap(server -> server.application(loader));
  }

  @Override
  public Optional<ContainerStatus> status() {
    return SipBoot.server().map(SipServer::status);
  }

  @Override
  public Map<String, String> failures() {
    return StartUp.failures();
  }

  @Override
  public void refuseNew(boolean refuse) {
    SipBoot.server().ifPresent(server -> server.refuseNew(refuse));
  }
}
