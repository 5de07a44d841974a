package org.sipasync.cdi.call;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import org.sipasync.Launch;
import org.sipasync.LaunchCall;
import org.sipasync.Param;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Operation;
import org.sipasync.function.Result;
import org.sipasync.function.Started;

/**
 * Turns calls of {@link Launch} methods into launches. The extension binds it, because the
 * annotation is for methods only. Public because CDI refers to it by name.
 */
@Interceptor
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
public class LaunchInterceptor {

  /** Launches the method and returns without waiting. */
  @AroundInvoke
  Object launch(InvocationContext invocation) throws Exception {
    Method method = invocation.getMethod();
    if (AsyncFunction.class.isAssignableFrom(method.getReturnType())) {
      AsyncFunction function = (AsyncFunction) invocation.proceed();
      launch(function, method, invocation.getParameters());
      return function;
    }
    launch(new InterceptedMethod(invocation), method, invocation.getParameters());
    return null;
  }

  private static void launch(AsyncFunction function, Method method, Object[] arguments) {
    Launch launch = method.getAnnotation(Launch.class);
    LaunchCall call = new Facade().launch(function).parameter(parameter(method, arguments));
    if (launch.deadlineMillis() != 0) {
      call.deadline(Duration.ofMillis(launch.deadlineMillis()));
    }
    if (launch.report().isEmpty()) {
      call.start();
    } else {
      call.report(launch.report());
    }
  }

  private static Object parameter(Method method, Object[] arguments) {
    Annotation[][] annotations = method.getParameterAnnotations();
    for (int i = 0; i < annotations.length; i++) {
      if (Arrays.stream(annotations[i]).anyMatch(Param.class::isInstance)) {
        return arguments[i];
      }
    }
    return null;
  }

  /** The method itself, run on the pool. */
  private record InterceptedMethod(InvocationContext invocation) implements AsyncFunction {

    @Override
    public String name() {
      return invocation.getMethod().getName();
    }

    @Override
    public Started start(Operation operation) throws Exception {
      return new Started.OnPool(
          () -> invocation.proceed() instanceof Result result ? result : Result.ok());
    }
  }
}
