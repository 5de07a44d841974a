package org.sipasync.cdi.call;

import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.sipasync.cdi.route.BlockingMethod;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Operation;
import org.sipasync.function.Started;

/**
 * Call of an application's function by name, so that it can be stored (rule A14).
 *
 * @param application the application's name
 * @param name the function's name
 * @param arguments its arguments
 */
record NamedFunction(String application, String name, List<Object> arguments)
    implements AsyncFunction, Serializable {

  static NamedFunction of(AsyncApplication application, String name, Object... arguments) {
    Object[] given = arguments == null ? new Object[] {null} : arguments.clone();
    List<Object> copy = Collections.unmodifiableList(Arrays.asList(given));
    application.function(name).check(copy);
    return new NamedFunction(application.context().name(), name, copy);
  }

  @Override
  public Optional<Duration> deadline() {
    return AsyncApplication.named(application).function(name).deadline();
  }

  @Override
  public Started start(Operation operation) {
    AsyncApplication here = AsyncApplication.named(application);
    BlockingMethod method = here.function(name);
    return new Started.OnPool(() -> method.call(here.context(), arguments));
  }
}
