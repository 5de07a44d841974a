package org.sipasync.cdi.route;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.sipasync.Async;
import org.sipasync.BlockingFunction;
import org.sipasync.CancelRoute;
import org.sipasync.Launch;
import org.sipasync.ReportRoute;
import org.sipasync.ResumeRoute;
import org.sipasync.annotation.Ack;
import org.sipasync.annotation.AnyMethod;
import org.sipasync.annotation.BranchResponse;
import org.sipasync.annotation.Bye;
import org.sipasync.annotation.Cancel;
import org.sipasync.annotation.ErrorResponse;
import org.sipasync.annotation.Info;
import org.sipasync.annotation.Invite;
import org.sipasync.annotation.Message;
import org.sipasync.annotation.Notify;
import org.sipasync.annotation.Options;
import org.sipasync.annotation.Prack;
import org.sipasync.annotation.ProvisionalResponse;
import org.sipasync.annotation.Publish;
import org.sipasync.annotation.RedirectResponse;
import org.sipasync.annotation.Refer;
import org.sipasync.annotation.Register;
import org.sipasync.annotation.Subscribe;
import org.sipasync.annotation.SuccessResponse;
import org.sipasync.annotation.Update;

/**
 * Annotations of methods that the engine handles. Two other lists must repeat them, because Java
 * requires constants there (the CDI extension's and the container's); tests compare them.
 */
public final class EngineAnnotations {
  private static final List<Class<? extends Annotation>> ROUTES =
      List.of(ResumeRoute.class, CancelRoute.class, ReportRoute.class);

  private static final List<Class<? extends Annotation>> CALLS =
      List.of(Async.class, BlockingFunction.class, Launch.class);

  private static final List<Class<? extends Annotation>> HANDLERS =
      List.of(
          AnyMethod.class,
          Invite.class,
          Ack.class,
          Bye.class,
          Cancel.class,
          Register.class,
          Options.class,
          Message.class,
          Info.class,
          Update.class,
          Prack.class,
          Subscribe.class,
          Notify.class,
          Refer.class,
          Publish.class,
          ProvisionalResponse.class,
          SuccessResponse.class,
          RedirectResponse.class,
          ErrorResponse.class,
          BranchResponse.class);

  /** The same under the names of JSR 359. */
  private static final List<Class<? extends Annotation>> SPECIFIED =
      List.of(
          javax.servlet.sip.annotation.AnyMethod.class,
          javax.servlet.sip.annotation.Invite.class,
          javax.servlet.sip.annotation.Ack.class,
          javax.servlet.sip.annotation.Bye.class,
          javax.servlet.sip.annotation.Cancel.class,
          javax.servlet.sip.annotation.Register.class,
          javax.servlet.sip.annotation.Options.class,
          javax.servlet.sip.annotation.Message.class,
          javax.servlet.sip.annotation.Info.class,
          javax.servlet.sip.annotation.Update.class,
          javax.servlet.sip.annotation.Prack.class,
          javax.servlet.sip.annotation.Subscribe.class,
          javax.servlet.sip.annotation.Notify.class,
          javax.servlet.sip.annotation.Refer.class,
          javax.servlet.sip.annotation.Publish.class,
          javax.servlet.sip.annotation.ProvisionalResponse.class,
          javax.servlet.sip.annotation.SuccessResponse.class,
          javax.servlet.sip.annotation.RedirectResponse.class,
          javax.servlet.sip.annotation.ErrorResponse.class,
          javax.servlet.sip.annotation.BranchResponse.class);

  /** Annotations of routes, functions and launches, which CDI beans may carry, too. */
  public static final Set<Class<? extends Annotation>> OF_BEANS = union(ROUTES, CALLS);

  /** All annotations. */
  public static final Set<Class<? extends Annotation>> ALL =
      union(ROUTES, CALLS, HANDLERS, SPECIFIED);

  private EngineAnnotations() {}

  @SafeVarargs
  private static Set<Class<? extends Annotation>> union(
      List<Class<? extends Annotation>>... lists) {
    Set<Class<? extends Annotation>> all = new LinkedHashSet<>();
    for (List<Class<? extends Annotation>> list : lists) {
      all.addAll(list);
    }
    return Set.copyOf(all);
  }

  /** Returns true for a method with one of them or with an application's own handler annotation. */
  public static boolean isOn(Method method) {
    return HandlerMatcher.isHandler(method) || isOneOf(OF_BEANS, method);
  }

  /** Returns true for a resume, cancel or report route. */
  public static boolean isRoute(Method method) {
    return isOneOf(ROUTES, method);
  }

  private static boolean isOneOf(Iterable<Class<? extends Annotation>> annotations, Method method) {
    for (Class<? extends Annotation> annotation : annotations) {
      if (method.isAnnotationPresent(annotation)) {
        return true;
      }
    }
    return false;
  }
}
