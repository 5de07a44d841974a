package org.sipasync.payara.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("A4")
class ContextEntryTest {
  private final List<String> log = new ArrayList<>();
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();
  private final ClassLoader loader = new URLClassLoader(new URL[0]);
  private int transaction = Status.STATUS_NO_TRANSACTION;
  private boolean stopping;

  private final ContextEntry one = entry("one");
  private final ContextEntry two = entry("two");
  private final HandlerContext handlers = new HandlerContext(one);

  @AfterEach
  void restore() {
    Thread.currentThread().setContextClassLoader(before);
  }

  private ContextEntry entry(String name) {
    return new ContextEntry(
        name,
        loader,
        () -> stopping,
        work -> {
          log.add("enter " + name);
          work.run();
          log.add("leave " + name);
        },
        (UserTransaction)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {UserTransaction.class},
                (proxy, method, arguments) -> transaction(method.getName())));
  }

  private Object transaction(String method) {
    if (method.equals("getStatus")) {
      return transaction;
    }
    log.add(method);
    transaction = Status.STATUS_NO_TRANSACTION;
    return null;
  }

  @Test
  void nestedWorkEntersOnce() throws Exception {
    one.run(() -> one.run(() -> log.add("work")));
    assertThat(log).containsExactly("enter one", "work", "leave one");
  }

  @Test
  void workOfAnotherApplicationEntersItsOwn() throws Exception {
    one.run(() -> two.run(() -> log.add("work")));
    assertThat(log).containsExactly("enter one", "enter two", "work", "leave two", "leave one");
  }

  @Test
  void failureComesOutOfTheContext() {
    assertThatThrownBy(
            () ->
                one.run(
                    () -> {
                      throw new IOException("meant to fail");
                    }))
        .isInstanceOf(IOException.class);
    assertThat(log).containsExactly("enter one", "leave one");
  }

  /** ADR 24: turns of one application share an entry; another application's turn ends it. */
  @Test
  void threadStaysInTheContext() throws Exception {
    ContextEntry.stay(() -> false); // from now on the thread notes what it was in
    one.run(() -> log.add("first"));
    List<ContextEntry> turns = new ArrayList<>(List.of(one, one, two));
    log.clear();
    ContextEntry.stay(
        () -> {
          turns.remove(0).run(() -> log.add("turn"));
          return true;
        });
    assertThat(log)
        .containsExactly(
            "enter one", "turn", "turn", "enter two", "turn", "leave two", "leave one");
    assertThat(turns).isEmpty();
  }

  @Test
  void threadLeavesAnApplicationThatStops() throws Exception {
    ContextEntry.stay(() -> false);
    one.run(() -> log.add("first"));
    stopping = true;
    log.clear();
    ContextEntry.stay(
        () -> {
          throw new AssertionError("no turn is to run in the context");
        });
    assertThat(log).containsExactly("enter one", "leave one");
  }

  @Test
  void transactionThatAHandlerLeavesIsRolledBackInTheContext() throws Exception {
    handlers.run(
        null,
        "handler",
        () -> handlers.run(null, "inner", () -> transaction = Status.STATUS_ACTIVE));
    assertThat(log).containsExactly("enter one", "rollback", "leave one");
  }

  /** In the context, once, and left before the handler's end is. */
  @Test
  @Tag("289-17")
  void handlerHasItsIdentityInTheContext() throws Exception {
    HandlerContext known =
        new HandlerContext(
            one,
            (message, name, work) -> {
              log.add("as " + name);
              work.handle();
              log.add("as nobody");
            });
    known.run(null, "outer", () -> known.run(null, "inner", () -> log.add("work")));
    assertThat(log).containsExactly("enter one", "as outer", "work", "as nobody", "leave one");
  }

  @Test
  void currentHandlerIsKnownWhileItRuns() throws Exception {
    handlers.run(
        null,
        "outer",
        () -> {
          handlers.run(null, "inner", () -> log.add(HandlerContext.currentHandler().orElse("")));
          log.add(HandlerContext.currentHandler().orElse(""));
        });
    assertThat(log).containsExactly("enter one", "inner", "outer", "leave one");
    assertThat(HandlerContext.currentHandler()).isEmpty();
  }
}
