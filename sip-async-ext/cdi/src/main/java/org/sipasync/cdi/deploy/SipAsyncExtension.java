package org.sipasync.cdi.deploy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.WithAnnotations;
import jakarta.enterprise.util.AnnotationLiteral;
import java.lang.reflect.Modifier;
import java.util.LinkedHashSet;
import java.util.Set;
import org.sipasync.Async;
import org.sipasync.BlockingFunction;
import org.sipasync.CancelRoute;
import org.sipasync.Launch;
import org.sipasync.ReportRoute;
import org.sipasync.ResumeRoute;
import org.sipasync.SipAsync;
import org.sipasync.SipSessions;
import org.sipasync.admin.Administration;
import org.sipasync.admin.Ladders;
import org.sipasync.cdi.admin.CallLadders;
import org.sipasync.cdi.admin.Operations;
import org.sipasync.cdi.admin.OversightStarter;
import org.sipasync.cdi.call.Facade;
import org.sipasync.cdi.call.LaunchInterceptor;
import org.sipasync.cdi.call.SessionsFacade;

/**
 * Provides {@link SipAsync}, {@link SipSessions}, {@link Administration} and {@link Ladders} to a
 * WAR, and collects its classes that declare routes and functions. Public because CDI refers to it
 * by name.
 */
public class SipAsyncExtension implements Extension {
  private final Set<Class<?>> routeClasses = new LinkedHashSet<>();

  void addInterceptor(@Observes BeforeBeanDiscovery discovery) {
    discovery
        .addAnnotatedType(LaunchInterceptor.class, LaunchInterceptor.class.getName())
        .add(new LaunchBinding());
  }

  void note(
      @Observes
          @WithAnnotations({
            ResumeRoute.class,
            CancelRoute.class,
            ReportRoute.class,
            Async.class,
            BlockingFunction.class,
            Launch.class
          })
          ProcessAnnotatedType<?> type) {
    Class<?> routeClass = type.getAnnotatedType().getJavaClass();
    if (routeClass != LaunchInterceptor.class
        && !routeClass.isInterface()
        && !Modifier.isAbstract(routeClass.getModifiers())) {
      routeClasses.add(routeClass);
    }
  }

  void add(@Observes AfterBeanDiscovery discovery) {
    discovery
        .<SipAsync>addBean()
        .types(SipAsync.class, Object.class)
        .scope(ApplicationScoped.class)
        .createWith(context -> new Facade());
    discovery
        .<SipSessions>addBean()
        .types(SipSessions.class, Object.class)
        .scope(ApplicationScoped.class)
        .createWith(context -> new SessionsFacade());
    discovery
        .<Administration>addBean()
        .types(Administration.class, Object.class)
        .scope(ApplicationScoped.class)
        .createWith(context -> new Operations(OversightStarter.get()));
    discovery
        .<Ladders>addBean()
        .types(Ladders.class, Object.class)
        .scope(ApplicationScoped.class)
        .createWith(context -> new CallLadders());
  }

  /** Binding of {@link LaunchInterceptor}. */
  private static final class LaunchBinding extends AnnotationLiteral<Launch> implements Launch {
    private static final long serialVersionUID = 1L;

    @Override
    public String report() {
      return "";
    }

    @Override
    public long deadlineMillis() {
      return 0;
    }
  }

  /** Returns the classes in this WAR's bean archives that declare routes or functions. */
  Set<Class<?>> routeClasses() {
    return routeClasses;
  }
}
