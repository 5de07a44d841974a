package org.sipasync.payara;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.WithAnnotations;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipSessionsUtil;
import javax.servlet.sip.TimerService;
import org.sipasync.Problem;
import org.sipasync.payara.server.PayaraNaming;
import org.sipasync.payara.server.StartUp;
import org.sipasync.payara.war.MissingModules;
import org.sipasync.payara.war.SipModule;
import org.sipasync.payara.war.WarClasses;

/**
 * The SIP objects for {@code @Inject} and for {@code @Resource}, in the WAR that this extension
 * belongs to. Public because CDI knows it by name.
 */
public class SipBeans implements Extension {
  private static final List<Class<?>> TYPES =
      List.of(SipFactory.class, TimerService.class, SipSessionsUtil.class);

  private static final Logger LOG = System.getLogger("org.sipasync");

  private final Map<String, Class<?>> resources = new LinkedHashMap<>();

  /** Before Weld looks at a class of the WAR, which fails without advice if a module is missing. */
  void check(@Observes BeforeBeanDiscovery discovery) {
    ClassLoader war = Thread.currentThread().getContextClassLoader();
    List<String> mistakes = MissingModules.of(war);
    if (!mistakes.isEmpty()) {
      String name = MissingModules.nameOf(war);
      RuntimeException failure = SipModule.refused(name, mistakes);
      StartUp.failed(name, failure);
      throw failure;
    }
  }

  /**
   * Binds stand-ins before the server makes the WAR's web listeners, which is before it calls any
   * ServletContainerInitializer.
   */
  void bindEarly(@Observes AfterDeploymentValidation validated) {
    ClassLoader war = Thread.currentThread().getContextClassLoader();
    WarClasses.asking(war, TYPES).forEach(this::note);
    if (!resources.isEmpty()) {
      Map<String, Object> bindings = new LinkedHashMap<>();
      resources.forEach((name, type) -> bindings.put(name, early(type, war)));
      bindIfPossible(bindings);
    }
  }

  /** Binds, unless the server allows it at start only: then only web listeners get nothing. */
  private static void bindIfPossible(Map<String, Object> bindings) {
    try {
      PayaraNaming.bind(bindings);
    } catch (RuntimeException e) {
      LOG.log(Level.DEBUG, "SIP objects cannot be bound yet", e);
    }
  }

  private static Object early(Class<?> type, ClassLoader war) {
    return EarlySipObject.of(
        type, () -> ChosenContainer.war(war).map(started -> started.sipObject(type)).orElse(null));
  }

  void note(@Observes @WithAnnotations(Resource.class) ProcessAnnotatedType<?> type) {
    note(type.getAnnotatedType().getJavaClass());
  }

  /** Notes what a class asks for; CDI does not look at each class of a WAR. */
  void note(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        Resource resource = field.getAnnotation(Resource.class);
        if (resource != null && TYPES.contains(field.getType())) {
          resources.put(
              resource.name().isEmpty() ? c.getName() + "/" + field.getName() : resource.name(),
              field.getType());
        }
      }
    }
  }

  void add(@Observes AfterBeanDiscovery discovery) {
    TYPES.forEach(type -> addBean(discovery, type));
  }

  private static <T> void addBean(AfterBeanDiscovery discovery, Class<T> type) {
    discovery
        .<T>addBean()
        .types(type, Object.class)
        .scope(Dependent.class)
        .createWith(context -> type.cast(current().sipObject(type)));
  }

  private static ServedWar current() {
    return ChosenContainer.currentWar().orElseThrow(() -> Problem.NO_CONTAINER.exception());
  }

  /**
   * Puts the SIP objects where {@code @Resource} and JSR 289's names (section 15.13) find them,
   * with CDI or without.
   */
  void bindResources(String application, ServedWar war) {
    Map<String, Object> bindings = named(application, war);
    resources.forEach((name, type) -> bindings.put(name, war.sipObject(type)));
    PayaraNaming.bind(bindings);
  }

  private static Map<String, Object> named(String application, ServedWar war) {
    Map<String, Object> bindings = new LinkedHashMap<>();
    for (Class<?> type : TYPES) {
      bindings.put("sip/" + application + "/" + type.getSimpleName(), war.sipObject(type));
    }
    return bindings;
  }
}
