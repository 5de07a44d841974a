package org.sipasync.functions.dns;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Provides {@link Dns} to a WAR, configured by {@code sip.async.dns.*}. Public because CDI refers
 * to it by name.
 */
public class DnsExtension implements Extension {

  void add(@Observes AfterBeanDiscovery discovery) {
    discovery
        .<Dns>addBean()
        .beanClass(Dns.class)
        .types(Dns.class, Object.class)
        .scope(Singleton.class)
        .createWith(context -> Dns.of(DnsSettings.from(ConfigProvider.getConfig())))
        .destroyWith((dns, context) -> dns.close());
  }
}
