package org.sipasync.functions.sql;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;

/** Gives a WAR its {@link Sql}. Public because CDI knows it by name. */
public class SqlExtension implements Extension {

  void add(@Observes AfterBeanDiscovery discovery) {
    discovery
        .<Sql>addBean()
        .types(Sql.class, Object.class)
        .scope(Singleton.class)
        .createWith(context -> Sql.of(SqlSettings.from(ConfigProvider.getConfig())))
        .destroyWith((sql, context) -> sql.close());
  }
}
