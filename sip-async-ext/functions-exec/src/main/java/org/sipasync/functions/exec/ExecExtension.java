package org.sipasync.functions.exec;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;

/** Provides {@link Exec} to a WAR. Public because CDI refers to it by name. */
public class ExecExtension implements Extension {

  void add(@Observes AfterBeanDiscovery discovery) {
    discovery
        .<Exec>addBean()
        .types(Exec.class, Object.class)
        .scope(Singleton.class)
        .createWith(context -> Exec.of(ExecSettings.from(ConfigProvider.getConfig())))
        .destroyWith((exec, context) -> exec.close());
  }
}
