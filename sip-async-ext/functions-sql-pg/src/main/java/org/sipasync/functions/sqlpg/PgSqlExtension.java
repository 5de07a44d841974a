package org.sipasync.functions.sqlpg;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;

/** Provides {@link PgSql} to a WAR. Public because CDI refers to it by name. */
public class PgSqlExtension implements Extension {

  void add(@Observes AfterBeanDiscovery discovery) {
    discovery
        .<PgSql>addBean()
        .beanClass(PgSql.class)
        .types(PgSql.class, Object.class)
        .scope(Singleton.class)
        .createWith(context -> PgSql.of(PgSqlSettings.from(ConfigProvider.getConfig())))
        .destroyWith((sql, context) -> sql.close());
  }
}
