package org.sipasync.container.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.ServletContext;
import jakarta.servlet.SessionCookieConfig;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import javax.servlet.sip.ConvergedHttpSession;
import javax.servlet.sip.SipApplicationSession;
import javax.servlet.sip.SipApplicationSession.Protocol;
import javax.servlet.sip.SipApplicationSessionEvent;
import javax.servlet.sip.SipApplicationSessionListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sipasync.container.http.HttpSessions;

@Tag("C-G7")
@Tag("289-13")
class ConvergedHttpTest {
  private final TestSessions test = new TestSessions();
  private final Application application = test.application(3, new Life());
  private final HttpSessions http = new HttpSessions(test.sessions, () -> application);

  @AfterEach
  void close() {
    test.close();
  }

  private final class Life implements SipApplicationSessionListener {
    @Override
    public void sessionCreated(SipApplicationSessionEvent event) {}

    @Override
    public void sessionDestroyed(SipApplicationSessionEvent event) {
      test.log.add("destroyed");
    }

    @Override
    public void sessionExpired(SipApplicationSessionEvent event) {}

    @Override
    public void sessionReadyToInvalidate(SipApplicationSessionEvent event) {}
  }

  /** One browser: its HTTP session, if it has one, and the requests that it sends. */
  private final class Browser {
    private String id;
    private HttpSession session;
    private String host = "www.example.org";
    private int port = 8080;

    Browser(String id) {
      this.id = id;
    }

    HttpServletRequest get(String query) {
      HttpServletRequest raw =
          fake(
              HttpServletRequest.class,
              (name, arguments) ->
                  switch (name) {
                    case "getSession" -> session(arguments == null || (Boolean) arguments[0]);
                    case "getQueryString" -> query;
                    case "getScheme" -> "http";
                    case "getServerName" -> host;
                    case "getServerPort" -> port;
                    default -> null;
                  });
      return http.converge(raw, null);
    }

    ConvergedHttpSession converged(String query) {
      return (ConvergedHttpSession) get(query).getSession();
    }

    private HttpSession session(boolean create) {
      if (session == null && create) {
        session = fake(HttpSession.class, this::answer);
      }
      return session;
    }

    private Object answer(String name, Object[] arguments) {
      switch (name) {
        case "getId":
          return id;
        case "getServletContext":
          return fake(ServletContext.class, ConvergedHttpTest::context);
        case "invalidate":
          test.log.add("HTTP session ends");
          http.ended(session);
          session = null;
          return null;
        case "getCreationTime":
          if (session == null) {
            throw new IllegalStateException("over");
          }
          return 1L;
        default:
          return null;
      }
    }
  }

  private static Object context(String name, Object[] arguments) {
    return switch (name) {
      case "getContextPath" -> "/shop";
      case "getSessionCookieConfig" -> fake(SessionCookieConfig.class, (n, a) -> null);
      default -> null;
    };
  }

  private interface Answers {
    Object answer(String name, Object[] arguments);
  }

  private static <T> T fake(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            ConvergedHttpTest.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "equals" -> proxy == arguments[0];
                  case "hashCode" -> System.identityHashCode(proxy);
                  default -> answers.answer(method.getName(), arguments);
                }));
  }

  private static List<Object> list(Iterator<?> sessions) {
    java.util.ArrayList<Object> all = new java.util.ArrayList<>();
    sessions.forEachRemaining(all::add);
    return all;
  }

  private static String query(SipApplicationSession session) throws Exception {
    return session.encodeURL(new URL("http://h/shop")).getQuery();
  }

  @Test
  void requestWithoutASessionGetsNone() {
    assertThat(new Browser("a").get(null).getSession(false)).isNull();
  }

  @Test
  void sessionIsConvergedAndAlwaysTheSame() {
    Browser browser = new Browser("a");
    ConvergedHttpSession session = browser.converged(null);
    SipApplicationSession made = session.getApplicationSession();
    assertThat(browser.converged(null)).isSameAs(session);
    assertThat(session.getApplicationSession()).isSameAs(made);
    assertThat(list(made.getSessions("HTTP"))).containsExactly(session);
    assertThat(list(made.getSessions("http"))).containsExactly(session);
    assertThat(list(made.getSessions("SIP"))).isEmpty();
    assertThat(made.getSession("a", Protocol.HTTP)).isSameAs(session);
    assertThat(made.getSession("b", Protocol.HTTP)).isNull();
    assertThat(made.getSession("a", Protocol.SIP)).isNull();
  }

  /** The server passivates a session and reads it back as another object: no end is told. */
  @Test
  void sessionThatIsReadBackKeepsItsApplicationSession() {
    Browser browser = new Browser("a");
    ConvergedHttpSession session = browser.converged(null);
    SipApplicationSession call = session.getApplicationSession();
    browser.session = null;
    ConvergedHttpSession again = browser.converged(null);
    assertThat(again.getApplicationSession()).isSameAs(call);
    assertThat(again.getId()).isEqualTo("a");
    assertThat(list(call.getSessions("HTTP"))).containsExactly(again);
    again.invalidate();
    test.run();
    assertThat(call.isValid()).isFalse();
  }

  @Test
  void allSessionsAreThoseOfBothProtocols() {
    AppSession made = (AppSession) new Browser("a").converged(null).getApplicationSession();
    DialogSession sip = test.session(made);
    assertThat(list(made.getSessions())).hasSize(2).contains(sip);
  }

  @Test
  void newHttpSessionJoinsTheEncodedApplicationSession() throws Exception {
    AppSession call = test.sessions.create(application);
    Browser browser = new Browser("a");
    HttpServletRequest request = browser.get("x=1&" + query(call) + "&y=2");
    assertThat(list(call.getSessions("HTTP"))).isEmpty();
    ConvergedHttpSession session = (ConvergedHttpSession) request.getSession();
    assertThat(session.getApplicationSession()).isSameAs(call);
    assertThat(list(call.getSessions("HTTP"))).containsExactly(session);
  }

  /** Whatever the servlet does: the Javadoc of encodeURL asks for it. */
  @Test
  void knownHttpSessionMovesToTheEncodedApplicationSession() throws Exception {
    Browser browser = new Browser("a");
    ConvergedHttpSession session = browser.converged(null);
    SipApplicationSession former = session.getApplicationSession();
    AppSession call = test.sessions.create(application);
    browser.get(query(call));
    assertThat(list(call.getSessions("HTTP"))).containsExactly(session);
    assertThat(list(former.getSessions("HTTP"))).isEmpty();
    test.run();
    assertThat(former.isValid()).isFalse();
    assertThat(call.isValid()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.sipasync.session=",
        "org.sipasync.session=id1",
        "org.sipasync.session=id1-",
        "org.sipasync.session=-",
        "org.sipasync.session=id1-00000000000000000000000000000000",
        "org.sipasync.session=%00",
        "xorg.sipasync.session=id1-0",
        ""
      })
  void forgedKeyLeadsNowhere(String query) {
    AppSession call = test.sessions.create(application);
    call.getId();
    ConvergedHttpSession session = new Browser("a").converged(query);
    assertThat(session.getApplicationSession()).isNotSameAs(call);
  }

  @Test
  void hostileKeyIsNotEvenHashed() {
    String query = "org.sipasync.session=" + "a".repeat(100_000) + "-" + "0".repeat(32);
    assertThat(test.sessions.encodedIn(application, query)).isNull();
  }

  @Test
  void keyIsWorthNothingInAnotherApplicationOrServer() throws Exception {
    AppSession call = test.sessions.create(application);
    String key = query(call);
    Application other =
        new Application(
            "other",
            null,
            application.context(),
            application.listeners(),
            java.util.Map.of(),
            "main",
            request -> "main",
            3);
    assertThat(test.sessions.encodedIn(other, key)).isNull();
    try (TestSessions elsewhere = new TestSessions()) {
      assertThat(elsewhere.sessions.encodedIn(application, key)).isNull();
    }
    assertThat(test.sessions.encodedIn(application, key)).isSameAs(call);
  }

  @Test
  void keyOfASessionThatIsOverLeadsNowhere() throws Exception {
    AppSession call = test.sessions.create(application);
    String key = query(call);
    call.invalidate();
    assertThat(test.sessions.encodedIn(application, key)).isNull();
    assertThatThrownBy(() -> query(call)).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "http://h/a, http://h/a?KEY",
    "https://h:8181/a?x=1#top, https://h:8181/a?x=1&KEY#top",
    "http://h, http://h/?KEY",
    "http://h/a?org.sipasync.session=old&x=1, http://h/a?x=1&KEY"
  })
  void keyGoesIntoTheQuery(String url, String expected) throws Exception {
    AppSession call = test.sessions.create(application);
    String encoded = call.encodeURL(new URL(url)).toString();
    assertThat(encoded).isEqualTo(expected.replace("KEY", query(call)));
    assertThat(test.sessions.encodedIn(application, new URL(encoded).getQuery())).isSameAs(call);
  }

  @Test
  void httpSessionKeepsTheApplicationSessionUntilItEnds() {
    Browser browser = new Browser("a");
    AppSession call = (AppSession) browser.converged(null).getApplicationSession();
    test.session(call).invalidate();
    call.execute(() -> {});
    test.run();
    assertThat(call.isValid()).isTrue();
    assertThat(call.isReadyToInvalidate()).isFalse();
    browser.converged(null).invalidate();
    test.run();
    assertThat(call.isValid()).isFalse();
    assertThat(test.log).containsSubsequence("HTTP session ends", "destroyed");
  }

  @Test
  void endOfTheHttpSessionLeavesAnApplicationSessionThatIsBusy() {
    Browser browser = new Browser("a");
    AppSession call = (AppSession) browser.converged(null).getApplicationSession();
    call.setInvalidateWhenReady(false);
    browser.converged(null).invalidate();
    test.run();
    assertThat(call.isValid()).isTrue();
    assertThat(list(call.getSessions("HTTP"))).isEmpty();
  }

  /** Their listeners belong to the application. */
  @Test
  void endOfTheApplicationSessionEndsItsHttpSessionsInTheContext() {
    Browser browser = new Browser("a");
    AppSession call = (AppSession) browser.converged(null).getApplicationSession();
    test.log.clear();
    call.invalidate();
    assertThat(test.log).startsWith("enter", "HTTP session ends", "leave");
    assertThat(browser.session).isNull();
    test.run();
    assertThat(test.log).containsOnlyOnce("destroyed");
  }

  @Test
  void expiryEndsTheHttpSessions() {
    Browser browser = new Browser("a");
    browser.converged(null).getApplicationSession();
    test.pass(Duration.ofMinutes(3));
    assertThat(test.log).contains("HTTP session ends", "destroyed");
  }

  @Test
  void applicationSessionThatIsOverTakesNobodyIn() {
    AppSession call = test.sessions.create(application);
    ConvergedHttpSession session = new Browser("a").converged(null);
    call.invalidate();
    assertThat(call.join(session)).isFalse();
  }

  @Test
  void endedHttpSessionHasNoApplicationSession() {
    Browser browser = new Browser("a");
    ConvergedHttpSession session = browser.converged(null);
    session.invalidate();
    assertThatThrownBy(session::getApplicationSession).isInstanceOf(IllegalStateException.class);
  }

  /** A login gives an HTTP session a new id. */
  @Test
  void sessionWithANewIdIsTheSame() {
    Browser browser = new Browser("a");
    ConvergedHttpSession session = browser.converged(null);
    SipApplicationSession call = session.getApplicationSession();
    browser.id = "b";
    http.renamed(browser.session, "a");
    assertThat(browser.converged(null)).isSameAs(session);
    assertThat(call.getSession("b", Protocol.HTTP)).isSameAs(session);
  }

  @ParameterizedTest
  @CsvSource({
    "http://h/shop/a.jsp, http://h/shop/a.jsp;jsessionid=a",
    "http://h/shop, http://h/shop;jsessionid=a",
    "/shop/a?x=/y#z, /shop/a;jsessionid=a?x=/y#z",
    "http://h:1/shop?x, http://h:1/shop;jsessionid=a?x",
    "http://h/shopping/a, http://h/shopping/a",
    "http://elsewhere, http://elsewhere"
  })
  void sessionIdGoesIntoOwnUrlsOnly(String url, String expected) {
    assertThat(new Browser("a").converged(null).encodeURL(url)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "www.example.org, 8080, http, http://www.example.org:8080/shop/foo.jsp;jsessionid=a",
    "www.example.org, 80, http, http://www.example.org/shop/foo.jsp;jsessionid=a",
    "www.example.org, 8080, https, https://www.example.org/shop/foo.jsp;jsessionid=a",
    "2001:db8::1, 8080, http, http://[2001:db8::1]:8080/shop/foo.jsp;jsessionid=a"
  })
  void relativePathBecomesAUrlOfTheServer(String host, int port, String scheme, String expected) {
    Browser browser = new Browser("a");
    browser.host = host;
    browser.port = port;
    ConvergedHttpSession session = browser.converged(null);
    assertThat(session.encodeURL("/foo.jsp", scheme)).isEqualTo(expected);
    assertThat(session.encodeURL("foo.jsp", scheme)).isEqualTo(expected);
  }

  @Test
  void schemeIsOneOfHttp() {
    ConvergedHttpSession session = new Browser("a").converged(null);
    assertThatThrownBy(() -> session.encodeURL("/foo.jsp", "ftp"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** An asynchronous servlet dispatches our wrapper, perhaps within its own. */
  @Test
  void requestIsWrappedOnce() {
    HttpServletRequest request = new Browser("a").get(null);
    HttpServletRequest outer = new HttpServletRequestWrapper(request);
    assertThat(http.converge(request, null)).isSameAs(request);
    assertThat(http.converge(outer, null)).isSameAs(outer);
  }

  @Test
  void asynchronousRequestGoesOnConverged() {
    Object[] passed = new Object[1];
    HttpServletRequest raw =
        fake(
            HttpServletRequest.class,
            (name, arguments) -> {
              if (name.equals("startAsync")) {
                passed[0] = Arrays.asList(arguments).get(0);
              }
              return null;
            });
    HttpServletRequest request = http.converge(raw, null);
    request.startAsync();
    assertThat(passed[0]).isSameAs(request);
  }

  @Test
  void protocolIsOneOfTwo() {
    AppSession call = test.sessions.create(application);
    assertThatThrownBy(() -> call.getSessions("FTP")).isInstanceOf(IllegalArgumentException.class);
  }
}
