package org.sipasync.console;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.sipasync.Problem;

/** Decides which requests are admitted; refuses others with a numbered reason. */
@Singleton
class Gate {
  /** Admission of a request. */
  enum Way {
    /** Without a login: it comes from this machine. */
    OPEN,

    /** With a login. */
    LOGIN
  }

  private final ConsoleSettings settings;

  @Inject
  Gate(ConsoleSettings settings) {
    this.settings = settings;
  }

  /**
   * Returns how a request is admitted.
   *
   * <p>Without a login only if it comes from this machine, asks for it by a loopback name (another
   * name may resolve to this machine: DNS rebinding), and was not forwarded.
   *
   * @throws Refusal if it is not admitted
   */
  Way wayIn(Visit visit) {
    if (!settings.on()) {
      throw new Refusal(404, Problem.CONSOLE_HTTP, "Not Found");
    }
    boolean loopback = visit.isFromLoopback();
    boolean local = loopback && visit.namesLoopback() && !visit.forwarded();
    boolean mayLogIn = settings.remote() || loopback && settings.loopbackLogin();
    if (!local && !mayLogIn) {
      throw new Refusal(403, Problem.CONSOLE_LOOPBACK_ONLY);
    }
    if (!settings.mistakes().isEmpty()) {
      throw local // no names for strangers
          ? new Refusal(503, settings.mistakes().get(0))
          : new Refusal(503, Problem.CONSOLE_FAILED);
    }
    return local && !settings.loopbackLogin() ? Way.OPEN : Way.LOGIN;
  }

  /**
   * Checks that a request comes from the console's own page or from a program, and not from another
   * site's page (CSRF).
   *
   * @throws Refusal otherwise
   */
  void checkOrigin(Visit visit) {
    if (visit.reads()) {
      if (visit.isOfApi() && visit.isOfAnotherOrigin()) {
        throw foreign("its Origin differs");
      }
      return;
    }
    if (!visit.method().equals("POST") && !visit.method().equals("DELETE")) {
      throw new Refusal(405, Problem.CONSOLE_HTTP, "Method Not Allowed");
    }
    if (visit.isOfAnotherOrigin()) {
      throw foreign("its Origin differs");
    }
    if (!"console".equals(visit.steering())) {
      throw foreign("X-Sip-Async is missing");
    }
    if (visit.method().equals("POST") && !isJson(visit.contentType())) {
      throw foreign("its Content-Type differs");
    }
  }

  private static Refusal foreign(String why) {
    return new Refusal(403, Problem.CONSOLE_FOREIGN_REQUEST, why);
  }

  private static boolean isJson(String contentType) {
    return contentType != null
        && contentType
            .toLowerCase(Locale.ROOT)
            .matches("application/json\\s*(;\\s*charset=\"?utf-8\"?\\s*)?");
  }

  /** Returns the role that a request needs: viewer or operator. */
  static String roleFor(Visit visit) {
    return visit.reads() ? ConsoleSettings.VIEWER : ConsoleSettings.OPERATOR;
  }
}
