package org.sipasync.functions.events;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;

/** Provides {@link Events} to a WAR. Public because CDI refers to it by name. */
public class EventsExtension implements Extension {

  void add(@Observes AfterBeanDiscovery discovery) {
    discovery
        .<Events>addBean()
        .types(Events.class, Object.class)
        .scope(Singleton.class)
        .createWith(context -> Events.of(EventsSettings.from(ConfigProvider.getConfig())));
  }
}
