package org.sipasync.test.app;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import javax.naming.InitialContext;

/** Tells where code runs: thread, class loader, JNDI and CDI, in one line. */
final class Surroundings {
  private Surroundings() {}

  static String here() {
    return "thread=%s loader=%s module=%s executor=%s bean=%s"
        .formatted(
            Thread.currentThread().getName(),
            Thread.currentThread().getContextClassLoader() == Surroundings.class.getClassLoader(),
            lookup("java:module/ModuleName"),
            lookup("java:comp/DefaultManagedExecutorService") instanceof ManagedExecutorService,
            bean());
  }

  /** Begins a transaction; says what there was before. */
  static String beginTransaction() {
    UserTransaction transaction = (UserTransaction) lookup("java:comp/UserTransaction");
    try {
      boolean none = transaction.getStatus() == Status.STATUS_NO_TRANSACTION;
      transaction.begin();
      return none ? "none" : "one";
    } catch (Exception e) {
      return e.toString();
    }
  }

  private static Object lookup(String name) {
    try {
      return new InitialContext().lookup(name);
    } catch (Exception e) {
      return e.toString().replaceAll("\\s+", "_");
    }
  }

  private static Object bean() {
    try {
      return CDI.current().select(Counter.class).get().name();
    } catch (RuntimeException e) {
      return e.toString().replaceAll("\\s+", "_");
    }
  }
}
