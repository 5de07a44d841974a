package org.sipasync.cdi.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipSession;
import org.junit.jupiter.api.Test;
import org.sipasync.Avp;
import org.sipasync.CancelReason;
import org.sipasync.CancelRoute;
import org.sipasync.ResumeRoute;
import org.sipasync.ReturnCode;
import org.sipasync.function.Result;

class RoutesTest {
  private final List<String> mistakes = new ArrayList<>();

  private Routes of(Class<?>... classes) {
    return Routes.of(List.of(classes), Beans.NONE, mistakes);
  }

  static class Base {
    @ResumeRoute
    private void inherited(SipServletRequest request) {}
  }

  static class Good extends Base {
    @ResumeRoute("named")
    void anything(
        SipServletRequest request,
        @ReturnCode int rc,
        Result result,
        @Avp("credit") long credit,
        SipApplicationSession session,
        SipSession leg) {}

    @ResumeRoute
    void unnamed() {}
  }

  @Test
  void routesAreNamedAfterTheirMethods() {
    assertThat(of(Good.class).names(RouteKind.RESUME))
        .containsExactly("inherited", "named", "unnamed");
    assertThat(mistakes).isEmpty();
  }

  @Test
  void unknownRouteWithANearMiss() {
    Routes routes = of(Good.class);
    assertThatThrownBy(() -> routes.resume("shop", "nmaed"))
        .hasMessage(
            "SIPA-0002: Application shop has no resume route \"nmaed\" (did you mean"
                + " \"named\"?). Its resume routes: [inherited, named, unnamed]. Annotate a method"
                + " with @ResumeRoute(\"nmaed\").");
    assertThatThrownBy(() -> routes.resume("shop", "quite different"))
        .message()
        .doesNotContain("did you mean");
    assertThatThrownBy(() -> routes.resume("shop", null)).hasMessageStartingWith("SIPA-0009");
  }

  static class Wrong {
    @ResumeRoute
    int returns() {
      return 1;
    }

    @ResumeRoute
    static void fixed() {}

    @ResumeRoute
    void strange(StringBuilder builder) {}

    @ResumeRoute
    void codeAsText(@ReturnCode String rc) {}
  }

  static class Cancelling extends Base {
    @CancelRoute
    void inherited(@CancelReason String why) {}

    @CancelRoute("inherted")
    void lonely() {}

    @CancelRoute("other")
    void wantsResult(Result result) {}

    @CancelRoute("another")
    void wantsNumber(@CancelReason int why) {}
  }

  @Test
  void cancelRoutesBelongToResumeRoutes() {
    Routes routes = of(Cancelling.class);
    assertThat(routes.cancelRoute("inherited")).isNotNull();
    assertThat(routes.cancelRoute("unknown")).isNull();
    assertThat(mistakes)
        .containsExactlyInAnyOrder(
            "SIPA-0203: org.sipasync.cdi.route.RoutesTest$Cancelling.wantsResult: parameter 1"
                + " (Result) cannot be injected. A cancel route takes the message, @CancelReason"
                + " String, @Avp(\"name\"), Avps, SipApplicationSession, SipSession, and CDI"
                + " beans.",
            "SIPA-0203: org.sipasync.cdi.route.RoutesTest$Cancelling.wantsNumber: parameter 1"
                + " (@CancelReason int) cannot be injected. A cancel route takes the message,"
                + " @CancelReason String, @Avp(\"name\"), Avps, SipApplicationSession, SipSession,"
                + " and CDI beans.",
            "SIPA-0207: org.sipasync.cdi.route.RoutesTest$Cancelling.lonely: no resume route is"
                + " named \"inherted\" (did you mean \"inherited\"?), so this cancel route can"
                + " never run.");
  }

  static class Twice {
    @ResumeRoute("same")
    void one() {}

    @ResumeRoute("same")
    void two() {}
  }

  @Test
  void allMistakesAreTold() {
    of(Wrong.class, Twice.class);
    String wrong = "org.sipasync.cdi.route.RoutesTest$Wrong.";
    String takes =
        " cannot be injected. A resume route takes the message, @ReturnCode int, Result,"
            + " @Avp(\"name\"), Avps, SipApplicationSession, SipSession, and CDI beans.";
    assertThat(mistakes)
        .contains(
            "SIPA-0204: " + wrong + "returns: a route must return void, not int.",
            "SIPA-0204: " + wrong + "fixed: a route must not be static.",
            "SIPA-0203: " + wrong + "strange: parameter 1 (StringBuilder)" + takes,
            "SIPA-0203: " + wrong + "codeAsText: parameter 1 (@ReturnCode String)" + takes)
        .anyMatch(m -> m.startsWith("SIPA-0202: route \"same\" is declared twice: by "))
        .hasSize(5);
  }
}
