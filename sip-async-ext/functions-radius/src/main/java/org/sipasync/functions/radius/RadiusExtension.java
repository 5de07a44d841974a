package org.sipasync.functions.radius;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;
import org.sipasync.functions.dns.Dns;

/**
 * Provides {@link Radius} to a WAR, configured by {@code sip.async.radius.*}, using its {@link
 * Dns}. Public because CDI refers to it by name.
 */
public class RadiusExtension implements Extension {

  void add(@Observes AfterBeanDiscovery discovery) {
    discovery
        .<Radius>addBean()
        .beanClass(Radius.class)
        .types(Radius.class, Object.class)
        .scope(Singleton.class)
        .produceWith(
            beans ->
                Radius.of(
                    RadiusSettings.from(ConfigProvider.getConfig()),
                    beans.select(Dns.class).get().resolver()));
  }
}
