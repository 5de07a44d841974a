package org.sipasync.payara.own;

import java.io.IOException;
import java.io.StringReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.servlet.sip.ar.SipApplicationRouter;
import javax.servlet.sip.ar.spi.SipApplicationRouterProvider;
import org.sipasync.Problem;
import org.sipasync.container.routing.DarFile;
import org.sipasync.container.routing.DefaultRouter;
import org.sipasync.container.routing.FirstRouter;
import org.sipasync.container.routing.Home;
import org.sipasync.container.routing.RouterFaults;
import org.sipasync.container.routing.Routers;
import org.sipasync.payara.server.SipSettings;
import org.sipasync.payara.server.StartUp;
import org.sipasync.support.Failures;
import org.sipasync.support.LimitedLog;

/**
 * Application router that the server begins with (JSR 289 15.4.2): of the provider that the
 * property names, of a provider on the server's class path, the default one by {@code sip.dar}, or
 * without a DAR file the first application that has a handler.
 *
 * @param routers with the router in use
 * @param dar file of the default router; null if another one is used
 * @param isFirst true if new requests go to the first application that has a handler
 */
record RouterSetup(Routers routers, DarFile dar, String location, boolean isFirst) {
  private static final Logger LOG = System.getLogger("org.sipasync");
  private static final LimitedLog LIMITED = new LimitedLog(LOG);

  /** Router of the other container, which is on the class path as long as that is there. */
  private static final String OF_RESTCOMM = "org.mobicents.";

  /** Logs what a router does wrong, a line per kind and minute. */
  static final RouterFaults FAULTS =
      (kind, description) ->
          LIMITED.log(
              Level.ERROR, "router " + kind, Problem.ROUTER_FAULT.message(sentence(description)));

  private static String sentence(String description) {
    return Character.toUpperCase(description.charAt(0)) + description.substring(1);
  }

  /**
   * Makes the router.
   *
   * @throws org.sipasync.SipAsyncException SIPA-0110 for a DAR file with errors, SIPA-0111 for a
   *     custom router that cannot be used
   */
  static RouterSetup of(SipSettings settings, Home home) {
    ClassLoader server = RouterSetup.class.getClassLoader();
    Optional<SipApplicationRouter> custom =
        settings
            .routerProvider()
            .map(name -> provided(name, server))
            .or(() -> found(server).map(RouterSetup::made));
    if (custom.isPresent()) {
      LOG.log(Level.INFO, "Application router {0}", custom.get().getClass().getName());
      return new RouterSetup(started(all -> custom.get(), custom.get()), null, null, false);
    }
    if (settings.dar().isPresent()) {
      String location = settings.dar().get();
      DarFile file = read(location);
      StartUp.routesTo(location, file.applications());
      Routers routers = new Routers(all -> new DefaultRouter(file, home), FAULTS);
      return new RouterSetup(routers, file, location, false);
    }
    Routers routers = new Routers(all -> new FirstRouter(all::all, home), FAULTS);
    return new RouterSetup(routers, null, null, true);
  }

  private static Routers started(
      Function<Routers, SipApplicationRouter> router, SipApplicationRouter custom) {
    try {
      return new Routers(router, FAULTS);
    } catch (RuntimeException | LinkageError e) {
      throw unusable(custom.getClass().getName(), "init threw " + Failures.describe(e), e);
    }
  }

  private static SipApplicationRouter provided(String name, ClassLoader loader) {
    try {
      Class<?> type = Class.forName(name, true, loader);
      return made((SipApplicationRouterProvider) type.getDeclaredConstructor().newInstance());
    } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
      throw unusable(name, "its provider cannot be made: " + Failures.describe(e), e);
    }
  }

  /** Provider that a class loader, and none of its parents, finds as a service. */
  static Optional<SipApplicationRouterProvider> found(ClassLoader loader) {
    try {
      return ServiceLoader.load(SipApplicationRouterProvider.class, loader).stream()
          .filter(provider -> provider.type().getClassLoader() == loader)
          .filter(provider -> !provider.type().getName().startsWith(OF_RESTCOMM))
          .findFirst()
          .map(ServiceLoader.Provider::get);
    } catch (ServiceConfigurationError | LinkageError e) {
      throw unusable("of META-INF/services", Failures.describe(e), e);
    }
  }

  /**
   * The router of a provider.
   *
   * @throws org.sipasync.SipAsyncException SIPA-0111 if it has none
   */
  static SipApplicationRouter made(SipApplicationRouterProvider provider) {
    String name = provider.getClass().getName();
    SipApplicationRouter router;
    try {
      router = provider.getSipApplicationRouter();
    } catch (RuntimeException | LinkageError e) {
      throw unusable(name, "getSipApplicationRouter threw " + Failures.describe(e), e);
    }
    if (router == null) {
      throw unusable(name, "getSipApplicationRouter returned null", null);
    }
    return router;
  }

  static RuntimeException unusable(String name, String why, Throwable cause) {
    return cause == null
        ? Problem.BAD_ROUTER.exception(name, why)
        : Problem.BAD_ROUTER.exception(name, why, cause);
  }

  private static DarFile read(String location) {
    List<String> mistakes = new ArrayList<>();
    DarFile file = null;
    try {
      file = DarFile.read(new StringReader(DarSource.text(location)), mistakes);
    } catch (IOException | IllegalArgumentException e) {
      mistakes.add("it cannot be read: " + DarSource.reason(e));
    }
    if (!mistakes.isEmpty()) {
      String list =
          mistakes.stream().map(each -> "\n  - " + each + ".").collect(Collectors.joining());
      throw Problem.BAD_DAR.exception(location, mistakes.size(), list);
    }
    return file;
  }
}
