package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.test.admin.AdminServlet;
import org.sipasync.test.app.OneServlet;
import org.sipasync.test.pojo.Pojo;
import org.sipasync.test.two.TwoServlet;
import org.sipasync.test.xml.XmlServlet;
import org.sipasync.testkit.phone.Exchange;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** Several applications in one server, coming and going. */
@ArquillianTest
class DeploymentTest extends InContainer {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir File directory;
  @ArquillianResource URL admin;

  @Deployment(testable = false)
  @TargetsContainer("payara-dar")
  static WebArchive admin() {
    return war("admin", AdminServlet.class.getPackage());
  }

  private String admin(String command, String argument) throws Exception {
    URI uri =
        URI.create(
            "http://127.0.0.1:%d%s%s?argument=%s"
                .formatted(
                    admin.getPort(),
                    admin.getPath(),
                    command,
                    URLEncoder.encode(argument, StandardCharsets.UTF_8)));
    HttpResponse<String> response =
        HTTP.send(
            HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return response.body();
  }

  private String deploy(WebArchive war) throws Exception {
    File file = new File(directory, war.getName());
    war.as(ZipExporter.class).exportTo(file, true);
    return admin("deploy", file.getPath());
  }

  @AfterEach
  void undeployAll() throws Exception {
    for (String name : new String[] {"one", "two", "xml", "pojo"}) {
      admin("undeploy", name);
    }
  }

  /**
   *
   *
   * <pre>
   * caller            router           one, two
   *   │ MESSAGE one ───▶│──────────────▶ one
   *   │ MESSAGE two ───▶│──────────────▶ two
   * </pre>
   */
  @Test
  @DisplayName("Two WARs share the stack; the default application router tells them apart")
  void twoApplications() throws Exception {
    deploy(war("one", OneServlet.class.getPackage()));
    deploy(war("two", TwoServlet.class.getPackage()));
    try (SipPhone caller = phone("udp")) {
      SipMessage fromTwo = caller.request("MESSAGE", "two").expect(200);
      assertThat(fromTwo.header("X-Application")).isEqualTo("two");
      assertThat(caller.request("MESSAGE", "one").expect(404).find("X-Application")).isEmpty();
    }
  }

  /** Container threads stay in a context between handlers (ADR 24). */
  @Test
  @Tag("A4")
  @DisplayName("A4: threads that alternate between two applications have the right context")
  void contextsInTurn() throws Exception {
    deploy(war("one", OneServlet.class.getPackage()));
    deploy(war("two", TwoServlet.class.getPackage()));
    try (SipPhone caller = phone("udp")) {
      for (int i = 0; i < 60; i++) {
        SipMessage fromOne = caller.request("OPTIONS", "environment;ms=1").expect(200);
        assertThat(fromOne.header("X-Environment")).contains("loader=true", "module=one");
        assertThat(caller.request("MESSAGE", "two").expect(200).header("X-Application"))
            .isEqualTo("two");
      }
    }
  }

  @Test
  @DisplayName("A WAR without annotations is described by WEB-INF/sip.xml")
  void describedBySipXml() throws Exception {
    deploy(
        war("xml", XmlServlet.class.getPackage())
            .addAsWebInfResource(
                new StringAsset(
                    """
                    <?xml version="1.0" encoding="UTF-8"?>
                    <sip-app xmlns="http://www.jcp.org/xml/ns/sipservlet">
                      <app-name>xml</app-name>
                      <context-param><param-name>mood</param-name><param-value>calm</param-value></context-param>
                      <servlet-selection>
                        <servlet-mapping>
                          <servlet-name>described</servlet-name>
                          <pattern>
                            <and>
                              <equal><var>request.method</var><value>MESSAGE</value></equal>
                              <not><equal><var>request.uri.user</var><value>nobody</value></equal></not>
                            </and>
                          </pattern>
                        </servlet-mapping>
                      </servlet-selection>
                      <servlet>
                        <servlet-name>described</servlet-name>
                        <servlet-class>org.sipasync.test.xml.XmlServlet</servlet-class>
                        <init-param><param-name>color</param-name><param-value>blue</param-value></init-param>
                        <load-on-startup>1</load-on-startup>
                      </servlet>
                      <session-config><session-timeout>7</session-timeout></session-config>
                      <listener><listener-class>org.sipasync.test.xml.XmlListener</listener-class></listener>
                    </sip-app>
                    """),
                "sip.xml"));
    try (SipPhone caller = phone("udp")) {
      SipMessage ok = caller.request("MESSAGE", "xml").expect(200);
      assertThat(ok.header("X-Servlet")).isEqualTo("described");
      assertThat(ok.header("X-Color")).isEqualTo("blue");
      assertThat(ok.header("X-Context")).isEqualTo("calm");
      assertThat(ok.header("X-Listener")).isEqualTo("heard");
      assertThat(ok.header("X-Timeout")).isEqualTo("7");
      caller.request("OPTIONS", "xml").expect(404);
    }
  }

  /**
   *
   *
   * <pre>
   * caller                    two
   *   │ OPTIONS two ──────────▶│ async(sleep 4 s)
   *   │                        │ undeployed
   *   │◀────────────────── 503 │
   * </pre>
   */
  @Test
  @Tag("A11")
  @DisplayName("A11: an undeploy answers suspended messages 503")
  void undeployAnswers() throws Exception {
    deploy(war("two", TwoServlet.class.getPackage()));
    try (SipPhone caller = phone("udp")) {
      Exchange suspended = caller.request("OPTIONS", "two");
      caller.request("MESSAGE", "two").expect(200);
      admin("undeploy", "two");
      suspended.expect(503);
    }
  }

  @Test
  @DisplayName("Of several servlets, the main servlet of WEB-INF/sip.xml gets the requests")
  void mainServletOfSipXml() throws Exception {
    deploy(
        war("xml", XmlServlet.class.getPackage())
            .addAsWebInfResource(
                new StringAsset(
                    """
                    <sip-app xmlns="http://www.jcp.org/xml/ns/sipservlet">
                      <app-name>xml</app-name>
                      <context-param><param-name>mood</param-name><param-value>calm</param-value></context-param>
                      <servlet-selection><main-servlet>main</main-servlet></servlet-selection>
                      <servlet>
                        <servlet-name>another</servlet-name>
                        <servlet-class>org.sipasync.test.xml.OtherServlet</servlet-class>
                      </servlet>
                      <servlet>
                        <servlet-name>main</servlet-name>
                        <servlet-class>org.sipasync.test.xml.XmlServlet</servlet-class>
                        <init-param><param-name>color</param-name><param-value>red</param-value></init-param>
                      </servlet>
                    </sip-app>
                    """),
                "sip.xml"));
    try (SipPhone caller = phone("udp")) {
      SipMessage ok = caller.request("MESSAGE", "xml").expect(200);
      assertThat(ok.header("X-Servlet")).isEqualTo("main");
    }
  }

  /**
   *
   *
   * <pre>
   * caller                    two
   *   │ OPTIONS ──────────────▶│ async(sleep 4 s)
   *   │                        │ undeploy
   *   │◀────────────────── 503 │ at once, and nothing after it
   * </pre>
   */
  @Test
  @Tag("A11")
  @DisplayName("A11: a request suspended when its application ends is answered 503")
  void undeployAnswersWhatIsSuspended() throws Exception {
    deploy(war("two", TwoServlet.class.getPackage()));
    try (SipPhone caller = phone("udp")) {
      Exchange suspended = caller.request("OPTIONS", "two");
      caller.request("MESSAGE", "two").expect(200); // the OPTIONS was handled before it
      admin("undeploy", "two");
      suspended.expect(503);
      assertThat(suspended.finals()).containsExactly(503);
    }
  }

  @Test
  @Tag("A11")
  @DisplayName("20 redeploys leak no thread and no class loader")
  void redeployLeavesNothingBehind() throws Exception {
    deploy(war("two", TwoServlet.class.getPackage()));
    useTwo();
    admin("undeploy", "two");
    Map<String, Long> threadsBefore = threads();
    for (int i = 0; i < 20; i++) {
      deploy(war("two", TwoServlet.class.getPackage()));
      useTwo();
      admin("undeploy", "two");
    }
    await()
        .atMost(Duration.ofSeconds(60)) // transactions keep their requests for 32 s
        .pollInterval(Duration.ofSeconds(2))
        .untilAsserted(
            () -> {
              // Fewer is well: the server's own starters end when they like
              assertThat(threads())
                  .allSatisfy(
                      (kind, count) ->
                          assertThat(count)
                              .as(kind)
                              .isLessThanOrEqualTo(threadsBefore.getOrDefault(kind, 0L)));
              assertThat(Long.parseLong(admin("loaders", ""))).isZero();
            });
  }

  private Map<String, Long> threads() throws Exception {
    return admin("threads", "")
        .lines()
        .map(line -> line.split(" ", 2))
        .collect(Collectors.toMap(kind -> kind[1], kind -> Long.valueOf(kind[0])));
  }

  private void useTwo() {
    try (SipPhone caller = phone("udp")) {
      caller.request("OPTIONS", "two"); // is suspended when its application goes
      assertThat(caller.request("MESSAGE", "two").expect(200).header("X-Application"))
          .isEqualTo("two");
    }
  }

  /**
   *
   *
   * <pre>
   * caller                    pojo
   *   │ MESSAGE ──────────────▶│ launch(sleep 60 s), launch(sleep 1 s)
   *   │◀─────────────── 200 OK │
   *   │                        │ undeployed: grace period, then report -5
   * </pre>
   */
  @Test
  @Tag("L7")
  @DisplayName("L7: an undeploy gives launches time, then reports -5")
  void launchesGetAGracePeriod() throws Exception {
    deploy(war("pojo", Pojo.class.getPackage()));
    try (SipPhone caller = phone("udp")) {
      caller.request("MESSAGE", "pojo;who=x").expect(200);
      caller.request("MESSAGE", "launch;ms=800;who=brief").expect(200);
      admin("undeploy", "pojo");
      assertThat(admin("property", "test.report")).isEqualTo("brief 1");
      deploy(war("pojo", Pojo.class.getPackage()));
      caller.request("MESSAGE", "deadline;who=first").expect(200);
      caller.request("MESSAGE", "forever;who=endless").expect(200);
      admin("undeploy", "pojo");
      assertThat(admin("property", "test.report")).isEqualTo("endless -5");
    }
  }
}
