package org.sipasync.functions.ldap;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;
import org.sipasync.functions.dns.Dns;

/**
 * Provides {@link Ldap} to a WAR, configured by {@code sip.async.ldap.*}, using its {@link Dns}.
 * Public because CDI refers to it by name.
 */
public class LdapExtension implements Extension {

  void add(@Observes AfterBeanDiscovery discovery) {
    discovery
        .<Ldap>addBean()
        .beanClass(Ldap.class)
        .types(Ldap.class, Object.class)
        .scope(Singleton.class)
        .produceWith(
            beans ->
                Ldap.of(
                    LdapSettings.from(ConfigProvider.getConfig()),
                    beans.select(Dns.class).get().resolver()))
        .disposeWith((ldap, beans) -> ldap.close());
  }
}
