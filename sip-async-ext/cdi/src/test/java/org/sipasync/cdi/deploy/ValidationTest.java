package org.sipasync.cdi.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.Async;
import org.sipasync.AsyncCall;
import org.sipasync.Avp;
import org.sipasync.BlockingFunction;
import org.sipasync.Launch;
import org.sipasync.Param;
import org.sipasync.ReportRoute;
import org.sipasync.ResumeRoute;
import org.sipasync.ReturnCode;
import org.sipasync.annotation.AnyMethod;
import org.sipasync.annotation.Invite;
import org.sipasync.annotation.SipPredicate;
import org.sipasync.annotation.SuccessResponse;
import org.sipasync.cdi.route.Beans;
import org.sipasync.cdi.route.Parameter;
import org.sipasync.function.Result;

/** Each mistake of a WAR, as its developer reads it. */
class ValidationTest {
  private static final String HERE = ValidationTest.class.getName() + "$";

  /** The bean that {@code @Inject StringBuilder} asks for; nothing else is a bean's type. */
  private static final Beans BEANS =
      (type, annotations) ->
          type == StringBuilder.class ? Optional.of(given -> "bean") : Optional.empty();

  private static List<String> of(List<Class<?>> servlets, Class<?>... beans) {
    return Validation.of(servlets, List.of(beans), BEANS, false).mistakes();
  }

  private static List<String> ofBeans(Class<?>... beans) {
    return of(List.of(), beans);
  }

  private static List<String> ofServlet(Class<?> servlet) {
    return of(List.of(servlet), servlet);
  }

  static class Good {
    @Invite
    @Async(resume = "next")
    AsyncCall invited(SipServletRequest invite, StringBuilder bean) {
      return null;
    }

    @Invite
    @SuccessResponse
    void answered(SipServletResponse response) {}

    @AnyMethod
    void any(SipServletRequest request) {}

    @ResumeRoute
    @Async(resume = "next")
    org.sipasync.function.AsyncFunction next(SipServletRequest invite, @ReturnCode int rc) {
      return null;
    }

    @ReportRoute
    void told(@ReturnCode int rc, Result result, @Avp("x") String x, @Param String who) {}

    @BlockingFunction
    long credit(String uid) {
      return 0;
    }
  }

  @Test
  void nothingWrong() {
    assertThat(ofServlet(Good.class)).isEmpty();
  }

  static class WantsMessage {
    @ReportRoute
    void report(@ReturnCode int rc, SipServletRequest request) {}

    @ReportRoute
    void session(SipApplicationSession session) {}
  }

  @Test
  @Tag("L3")
  @DisplayName("L3: a report route that declares a message is rejected")
  void reportRouteThatAsksForAMessage() {
    assertThat(ofBeans(WantsMessage.class))
        .containsExactly(
            "SIPA-0218: "
                + HERE
                + "WantsMessage.report: parameter 2 (SipServletRequest): a report route gets no"
                + " message and no session, because the call may be over when it runs. Pass what it"
                + " needs with parameter(...), and declare it as @Param.",
            "SIPA-0218: "
                + HERE
                + "WantsMessage.session: parameter 1 (SipApplicationSession): a report route gets"
                + " no message and no session, because the call may be over when it runs. Pass"
                + " what it needs with parameter(...), and declare it as @Param.");
  }

  static class WrongReport {
    @ReportRoute
    void builder(Thread thread) {}
  }

  @Test
  void whatAReportRouteTakes() {
    assertThat(ofBeans(WrongReport.class))
        .containsExactly(
            "SIPA-0203: "
                + HERE
                + "WrongReport.builder: parameter 1 (Thread) cannot be injected. A report route"
                + " takes @ReturnCode int, Result, @Avp(\"name\"), Avps, @Param, and CDI beans.");
  }

  static class NamesWrongly {
    @ResumeRoute
    void credited() {}

    @ReportRoute
    void pushed() {}

    @ResumeRoute("go")
    @Async(resume = "creditd")
    AsyncCall go() {
      return null;
    }

    @Launch(report = "psuhed")
    public void push() {}

    @Launch(report = "nothing like it")
    public void pull() {}
  }

  @Test
  @DisplayName("A route that is named and does not exist, with the nearest name")
  void unknownRoutes() {
    assertThat(ofBeans(NamesWrongly.class))
        .containsExactly(
            "SIPA-0211: "
                + HERE
                + "NamesWrongly.go: @Async names the resume route \"creditd\", which does not exist"
                + " (did you mean \"credited\"?). Existing: [credited, go].",
            "SIPA-0211: "
                + HERE
                + "NamesWrongly.pull: @Launch names the report route \"nothing like it\", which"
                + " does not exist. Existing: [pushed].",
            "SIPA-0211: "
                + HERE
                + "NamesWrongly.push: @Launch names the report route \"psuhed\", which does not"
                + " exist (did you mean \"pushed\"?). Existing: [pushed].");
  }

  static class WrongAsync {
    @ResumeRoute
    void end() {}

    @ResumeRoute
    @Async(resume = "end")
    String text() {
      return "";
    }

    @ResumeRoute
    AsyncCall forgotten() {
      return null;
    }

    @ReportRoute
    @Async(resume = "end")
    AsyncCall report() {
      return null;
    }

    @Async(resume = "end", deadlineMillis = -1)
    AsyncCall nowhere() {
      return null;
    }
  }

  @Test
  void wrongAsync() {
    assertThat(ofBeans(WrongAsync.class))
        .containsExactlyInAnyOrder(
            "SIPA-0212: "
                + HERE
                + "WrongAsync.text: a method with @Async must return an AsyncCall or"
                + " an AsyncFunction, not String.",
            "SIPA-0204: "
                + HERE
                + "WrongAsync.forgotten: a route must return void, not AsyncCall, unless"
                + " @Async(resume = ...) names the next route.",
            "SIPA-0212: "
                + HERE
                + "WrongAsync.report: a method with @Async must not be a report route: nothing"
                + " resumes after it.",
            "SIPA-0212: "
                + HERE
                + "WrongAsync.nowhere: a method with @Async must be a handler such as @Invite, or a"
                + " @ResumeRoute.",
            "SIPA-0212: "
                + HERE
                + "WrongAsync.nowhere: a method with @Async must have a positive deadline, or zero"
                + " for the default.");
  }

  static class WrongLaunch {
    @Launch
    private void hidden() {}

    @Launch
    public int number() {
      return 1;
    }

    @Launch(deadlineMillis = -5)
    public void never() {}
  }

  static class LaunchingServlet extends SipServlet {
    private static final long serialVersionUID = 1L;

    @Launch
    public void push() {}
  }

  @Test
  void wrongLaunch() {
    String of = "SIPA-0213: " + HERE;
    assertThat(of(List.of(LaunchingServlet.class), WrongLaunch.class))
        .containsExactly(
            of
                + "LaunchingServlet.push: a method with @Launch must be in a CDI bean: calls of a"
                + " SIP servlet's methods are not intercepted.",
            of
                + "WrongLaunch.hidden: a method with @Launch must not be static, final or"
                + " private, or its calls are not intercepted.",
            of
                + "WrongLaunch.never: a method with @Launch must have a deadline of at most one"
                + " day, or zero for the default.",
            of
                + "WrongLaunch.number: a method with @Launch must return void, a Result or an"
                + " AsyncFunction, not int.");
  }

  static class WrongFunctions {
    @BlockingFunction
    static long fixed() {
      return 0;
    }

    @BlockingFunction(deadlineMillis = -1)
    long past() {
      return 0;
    }

    @BlockingFunction("same")
    long one() {
      return 0;
    }

    @BlockingFunction("same")
    long two() {
      return 0;
    }
  }

  @Test
  void wrongFunctions() {
    assertThat(ofBeans(WrongFunctions.class))
        .containsExactlyInAnyOrder(
            "SIPA-0215: "
                + HERE
                + "WrongFunctions.fixed: a method with @BlockingFunction must not be"
                + " static.",
            "SIPA-0215: "
                + HERE
                + "WrongFunctions.past: a method with @BlockingFunction must have a positive"
                + " deadline, or zero for the default.",
            "SIPA-0214: function \"same\" is declared twice: by "
                + HERE
                + "WrongFunctions.one and by "
                + HERE
                + "WrongFunctions.two. Give one of them another name.");
  }

  static class WrongHandlers {
    @Invite
    void nothing() {}

    @SuccessResponse
    void request(SipServletRequest request) {}

    @Invite
    String returns(SipServletRequest request) {
      return "";
    }

    @Invite
    void first(SipServletRequest request) {}

    @Invite
    void second(SipServletRequest request) {}

    @Picky
    void picky(SipServletRequest request) {}
  }

  @Retention(RetentionPolicy.RUNTIME)
  @SipPredicate(Picky.Check.class)
  @interface Picky {
    /** Cannot be made by the container. */
    class Check implements Predicate<SipServletRequest> {
      Check(String text) {}

      @Override
      public boolean test(SipServletRequest request) {
        return true;
      }
    }
  }

  @Test
  void wrongHandlers() {
    String wrong = "SIPA-0209: " + HERE + "WrongHandlers.";
    assertThat(ofServlet(WrongHandlers.class))
        .containsExactlyInAnyOrder(
            wrong
                + "nothing: a handler must take a SipServletRequest or SipServletResponse first,"
                + " not nothing.",
            wrong + "request: a handler of responses must take a SipServletResponse first.",
            wrong + "returns: a handler must return void, not String.",
            "SIPA-0210: "
                + HERE
                + "WrongHandlers.second can never run: "
                + HERE
                + "WrongHandlers.first handles the same messages. Remove one, or distinguish them"
                + " by a response range or a predicate.",
            wrong
                + "picky: a handler must have a predicate with a working no-argument constructor: "
                + HERE
                + "Picky$Check has none.");
  }

  static class HandlersInServlet extends SipServlet {
    private static final long serialVersionUID = 1L;

    @Invite
    void invited(SipServletRequest request) {}
  }

  static class HandlersInBean {
    @Invite
    void invited(SipServletRequest request) {}
  }

  static class WithoutHandlers {
    @Inject String nothing;
  }

  @Test
  void handlersInTheWrongPlace() {
    assertThat(of(List.of(HandlersInServlet.class, WithoutHandlers.class), HandlersInBean.class))
        .containsExactlyInAnyOrder(
            "SIPA-0209: "
                + HERE
                + "HandlersInServlet.invited: a handler must be in a class that does not extend"
                + " SipServlet: HandlersInServlet does. Override doInvite and the others, or remove"
                + " the base class.",
            "SIPA-0209: "
                + HERE
                + "WithoutHandlers: a handler is missing: a class with @SipServlet must extend"
                + " SipServlet, or have methods with @Invite, @AnyMethod, @SuccessResponse.",
            "SIPA-0209: "
                + HERE
                + "HandlersInBean.invited: a handler must be in a class with @SipServlet:"
                + " HandlersInBean has none.");
  }

  static class NoBean {
    @ResumeRoute
    void resumed() {}
  }

  @Test
  void routesThatNobodyCanCall() {
    Beans none =
        new Beans() {
          @Override
          public Optional<Parameter> parameter(
              java.lang.reflect.Type type, java.lang.annotation.Annotation[] annotations) {
            return Optional.empty();
          }

          @Override
          public boolean isBean(Class<?> type) {
            return false;
          }
        };
    assertThat(Validation.of(List.of(), List.of(NoBean.class), none, false).mistakes())
        .containsExactly(
            "SIPA-0208: "
                + HERE
                + "NoBean.resumed can never run: NoBean is neither a SIP servlet nor a CDI bean."
                + " Give the class a scope such as @ApplicationScoped.");
  }

  static class Unserialisable {
    @ResumeRoute
    void resumed(@Avp("t") Thread thread, @Avp("n") int n, @Avp("l") List<String> list) {}
  }

  @Test
  @Tag("A14")
  @DisplayName("A14: with the cluster store, AVPs are serialisable")
  void unserialisableAvps() {
    assertThat(Validation.of(List.of(), List.of(Unserialisable.class), BEANS, true).mistakes())
        .containsExactly(
            "SIPA-0216: "
                + HERE
                + "Unserialisable.resumed: AVP \"t\" of type java.lang.Thread is not serialisable,"
                + " and sip.async.cluster-store is on. Use a serialisable type.");
    assertThat(ofBeans(Unserialisable.class)).isEmpty();
  }
}
