package org.sipasync.functions.redis;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.ConfigProvider;

/** Provides {@link Redis} to a WAR. Public because CDI refers to it by name. */
public class RedisExtension implements Extension {

  void add(@Observes AfterBeanDiscovery discovery) {
    discovery
        .<Redis>addBean()
        .types(Redis.class, Object.class)
        .scope(Singleton.class)
        .createWith(context -> Redis.of(RedisSettings.from(ConfigProvider.getConfig())))
        .destroyWith((redis, context) -> redis.close());
  }
}
