package org.sipasync.functions.rest;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;
import org.sipasync.functions.dns.Dns;

/**
 * Provides {@link Rest} to a WAR, configured by {@code sip.async.rest.*}, using its {@link Dns}.
 * Public because CDI refers to it by name.
 */
public class RestExtension implements Extension {

  void add(@Observes AfterBeanDiscovery discovery) {
    discovery
        .<Rest>addBean()
        .beanClass(Rest.class)
        .types(Rest.class, Object.class)
        .scope(Singleton.class)
        .produceWith(
            beans ->
                Rest.of(
                    RestSettings.from(ConfigProvider.getConfig()),
                    beans.select(Dns.class).get().resolver()))
        .disposeWith((rest, beans) -> rest.close());
  }
}
