package org.sipasync.functions.sql;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessInjectionPoint;
import jakarta.enterprise.inject.spi.WithAnnotations;
import jakarta.inject.Singleton;
import java.lang.reflect.Field;
import java.util.LinkedHashSet;
import java.util.Set;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;

/** Provides {@link Sql} to a WAR. Public because CDI refers to it by name. */
public class SqlExtension implements Extension {
  private final Set<String> used = new LinkedHashSet<>();
  private boolean isInjected;

  void injected(@Observes ProcessInjectionPoint<?, Sql> point) {
    isInjected = true;
  }

  void note(@Observes @WithAnnotations(Resource.class) ProcessAnnotatedType<?> type) {
    for (Class<?> c = type.getAnnotatedType().getJavaClass(); c != null; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        Resource resource = field.getAnnotation(Resource.class);
        if (resource != null && field.getType() == DataSource.class) {
          used.add(nameOf(resource));
        }
      }
    }
  }

  private static String nameOf(Resource resource) {
    if (!resource.lookup().isEmpty()) {
      return resource.lookup();
    }
    return resource.name().isEmpty()
        ? SqlSettings.DEFAULT_DATA_SOURCE
        : "java:comp/env/" + resource.name();
  }

  /**
   * Opens a first connection of each DataSource before a call needs one: the first makes Payara
   * start the pool and its driver, which takes seconds, and a deadline would interrupt it.
   */
  void touch(@Observes @Initialized(ApplicationScoped.class) Object started) {
    if (isInjected) {
      used.add(SqlSettings.from(ConfigProvider.getConfig()).dataSource());
    }
    used.forEach(FirstConnection::of);
  }

  void add(@Observes AfterBeanDiscovery discovery) {
    discovery
        .<Sql>addBean()
        .types(Sql.class, Object.class)
        .scope(Singleton.class)
        .createWith(context -> Sql.of(SqlSettings.from(ConfigProvider.getConfig())))
        .destroyWith((sql, context) -> sql.close());
  }
}
