package org.sipasync.console;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.sipasync.Problem;

/** Decides who is let in. What it does not let in, it refuses: with a number, and a reason. */
@Singleton
class Gate {
  /** How a request comes in. */
  enum Way {
    /** As it is: it comes from this machine. */
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
   * Which way in is there for a request.
   *
   * <p>Without a login only what comes from this machine, asks for this machine by one of its own
   * names (a name of somebody else's may be bent to this machine: DNS rebinding), and was not
   * forwarded.
   *
   * @throws Refusal if there is none
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
      throw local // strangers are not told names
          ? new Refusal(503, settings.mistakes().get(0))
          : new Refusal(503, Problem.CONSOLE_FAILED);
    }
    return local && !settings.loopbackLogin() ? Way.OPEN : Way.LOGIN;
  }

  /**
   * Whether a request is one of the console's own page or of a program, and no trick of another
   * site's page (CSRF).
   *
   * @throws Refusal if it is not
   */
  void checkOrigin(Visit visit) {
    if (visit.reads()) {
      if (visit.isOfApi() && visit.isOfAnotherOrigin()) {
        throw foreign("its Origin is another");
      }
      return;
    }
    if (!visit.method().equals("POST") && !visit.method().equals("DELETE")) {
      throw new Refusal(405, Problem.CONSOLE_HTTP, "Method Not Allowed");
    }
    if (visit.isOfAnotherOrigin()) {
      throw foreign("its Origin is another");
    }
    if (!"console".equals(visit.steering())) {
      throw foreign("it has no X-Sip-Async");
    }
    if (visit.method().equals("POST") && !isJson(visit.contentType())) {
      throw foreign("it has another Content-Type");
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

  /** The role that a request needs: to look, or to steer. */
  static String roleFor(Visit visit) {
    return visit.reads() ? ConsoleSettings.VIEWER : ConsoleSettings.OPERATOR;
  }
}
