package org.sipasync.cdi;

import jakarta.enterprise.inject.spi.CDI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.sipasync.Problem;
import org.sipasync.core.Suspension;
import org.sipasync.spi.SipApplicationContext;
import org.sipasync.spi.SipApplicationListener;

/** Brings an application's routes and the engine together. Public for the service loader. */
public final class Deployment implements SipApplicationListener {

  @Override
  public List<String> deployed(SipApplicationContext context) {
    Set<Class<?>> classes = new LinkedHashSet<>(context.servletClasses());
    classes.addAll(
        CDI.current().getBeanManager().getExtension(SipAsyncExtension.class).routeClasses());
    List<String> mistakes = new ArrayList<>();
    Routes routes = Routes.of(classes, mistakes);
    if (!mistakes.isEmpty()) {
      throw Problem.BAD_DEPLOYMENT.exception(
          context.name(),
          mistakes.size(),
          mistakes.stream().map(m -> "\n  - " + m).collect(Collectors.joining()));
    }
    return new Application(context, routes, EngineHost.get()).routes().names();
  }

  @Override
  public void undeployed(SipApplicationContext context) {
    if (Application.remove(context) != null) {
      EngineHost.get().engine().suspensions().stream()
          .filter(suspension -> suspension.application().equals(context.name()))
          .forEach(Suspension::cancel);
    }
  }
}
