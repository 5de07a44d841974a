package org.sipasync.cdi.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javax.servlet.sip.SipServletMessage;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sipasync.annotation.AnyMethod;
import org.sipasync.annotation.BranchResponse;
import org.sipasync.annotation.Bye;
import org.sipasync.annotation.ErrorResponse;
import org.sipasync.annotation.Invite;
import org.sipasync.annotation.ProvisionalResponse;
import org.sipasync.annotation.SipMethod;
import org.sipasync.annotation.SipPredicate;
import org.sipasync.annotation.SipResponseCode;
import org.sipasync.annotation.SuccessResponse;

/** Selection of a message's handler (JSR 359, 4.3). */
class HandlersTest {

  @Retention(RetentionPolicy.RUNTIME)
  @SipMethod("INVITE")
  @SipPredicate(InitialInvite.Check.class)
  @interface InitialInvite {
    /** An INVITE that begins a dialog. */
    class Check implements Predicate<SipServletRequest> {
      @Override
      public boolean test(SipServletRequest request) {
        return request.isInitial();
      }
    }
  }

  @Retention(RetentionPolicy.RUNTIME)
  @SipResponseCode(486)
  @interface BusyHere {}

  static class Servlet {
    @InitialInvite
    void initial(SipServletRequest request) {}

    @Invite
    void again(SipServletRequest request) {}

    @AnyMethod
    void anyRequest(SipServletRequest request) {}

    @Invite
    @SuccessResponse
    void inviteOk(SipServletResponse response) {}

    @Invite
    void inviteResponse(SipServletResponse response) {}

    @Bye
    @BusyHere
    @SuccessResponse
    void byeOkOrBusy(SipServletResponse response) {}

    @BusyHere
    void busy(SipServletResponse response) {}

    @ErrorResponse
    @ProvisionalResponse
    void errorOrProvisional(SipServletResponse response) {}

    @BranchResponse
    void branch(SipServletResponse response) {}
  }

  private final List<String> mistakes = new ArrayList<>();
  private final Handlers handlers = Handlers.of(Servlet.class, Beans.NONE, mistakes);

  @SuppressWarnings("unchecked")
  private static <T extends SipServletMessage> T message(Class<T> type, Map<String, ?> values) {
    return (T)
        Proxy.newProxyInstance(
            HandlersTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> values.get(method.getName()));
  }

  private String request(String method, boolean initial) {
    return name(
        message(SipServletRequest.class, Map.of("getMethod", method, "isInitial", initial)));
  }

  private String response(String method, int status, boolean branch) {
    return name(
        message(
            SipServletResponse.class,
            Map.of("getMethod", method, "getStatus", status, "isBranchResponse", branch)));
  }

  private String name(SipServletMessage message) {
    Route route = handlers.find(message);
    return route == null ? "none" : route.name();
  }

  @Test
  void noMistakes() {
    assertThat(mistakes).isEmpty();
  }

  @Test
  @DisplayName("A predicate narrows, a method is nearer than any")
  void requests() {
    assertThat(request("INVITE", true)).isEqualTo("initial");
    assertThat(request("INVITE", false)).isEqualTo("again");
    assertThat(request("MESSAGE", true)).isEqualTo("anyRequest");
  }

  @ParameterizedTest(name = "{1} of {0} goes to {2}")
  @CsvSource({
    "INVITE, 200, inviteOk",
    "INVITE, 180, inviteResponse",
    "INVITE, 486, inviteResponse",
    "BYE, 200, byeOkOrBusy",
    "BYE, 486, byeOkOrBusy",
    "BYE, 500, errorOrProvisional",
    "MESSAGE, 486, busy",
    "MESSAGE, 404, errorOrProvisional",
    "MESSAGE, 183, errorOrProvisional",
    "MESSAGE, 200, none",
    "MESSAGE, 302, none"
  })
  void responses(String method, int status, String handler) {
    assertThat(response(method, status, false)).isEqualTo(handler);
  }

  @Test
  @DisplayName("A branch's response is for @BranchResponse alone")
  void branchResponses() {
    assertThat(response("INVITE", 200, true)).isEqualTo("branch");
    assertThat(response("INVITE", 486, true)).isEqualTo("branch");
  }

  static class Calls {
    @Invite
    void invite(SipServletRequest request) {}

    @Bye
    void bye(SipServletRequest request) {}

    @AnyMethod
    void response(SipServletResponse response) {}
  }

  /** A servlet that says what it handles gets nothing else. */
  @Test
  void methodsAreThoseOfRequests() {
    List<String> mistakes = new ArrayList<>();
    assertThat(Handlers.of(Calls.class, Beans.NONE, mistakes).methods().orElseThrow())
        .containsExactlyInAnyOrder("INVITE", "BYE");
    assertThat(Handlers.of(Servlet.class, Beans.NONE, mistakes).methods())
        .as("@AnyMethod takes all")
        .isEmpty();
    assertThat(mistakes).isEmpty();
  }
}
