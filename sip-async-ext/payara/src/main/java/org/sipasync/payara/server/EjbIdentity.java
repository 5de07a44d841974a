package org.sipasync.payara.server;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.Principal;
import java.util.Set;
import javax.security.auth.Subject;
import org.sipasync.spi.SipApplicationContext.Handler;

/**
 * Identity under which code calls EJBs: a name, and roles as groups, which Payara takes for roles
 * of the same names unless a descriptor of the WAR maps them.
 *
 * <p>Jakarta EE has no way to set it, so Payara's SecurityContext is asked, by reflection: its jars
 * are in no repository.
 */
public final class EjbIdentity {
  private final Object context;

  private EjbIdentity(Object context) {
    this.context = context;
  }

  /** Payara's classes; looked at when the first identity is made. */
  private static final class Payara {
    static final MethodHandle GROUP;
    static final MethodHandle CONTEXT;
    static final MethodHandle CURRENT;
    static final MethodHandle SET;

    static {
      try {
        Class<?> group = Class.forName("org.glassfish.security.common.Group");
        Class<?> type = Class.forName("com.sun.enterprise.security.SecurityContext");
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        GROUP = lookup.findConstructor(group, MethodType.methodType(void.class, String.class));
        CONTEXT =
            lookup.findConstructor(
                type, MethodType.methodType(void.class, String.class, Subject.class));
        CURRENT = lookup.findStatic(type, "getCurrent", MethodType.methodType(type));
        SET = lookup.findStatic(type, "setCurrent", MethodType.methodType(void.class, type));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(
            "Identities for EJBs need Payara's SecurityContext, which this server does not have",
            e);
      }
    }
  }

  /**
   * Makes an identity.
   *
   * @param name of the caller principal
   */
  public static EjbIdentity of(String name, Set<String> roles) {
    try {
      Subject subject = new Subject();
      for (String role : roles) {
        subject.getPrincipals().add((Principal) Payara.GROUP.invoke(role));
      }
      return new EjbIdentity(Payara.CONTEXT.invoke(name, subject));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e); // constructors throw nothing else
    }
  }

  /** Runs work under this identity, on the calling thread, which has its former one afterwards. */
  public void run(Handler work) throws Exception {
    Object former = current();
    set(context);
    try {
      work.handle();
    } finally {
      set(former);
    }
  }

  private static Object current() {
    try {
      return Payara.CURRENT.invoke();
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static void set(Object securityContext) {
    try {
      Payara.SET.invoke(securityContext);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
