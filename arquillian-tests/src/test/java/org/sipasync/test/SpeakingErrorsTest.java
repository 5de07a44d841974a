package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sipasync.test.faults.FaultsServlet;
import org.sipasync.test.lost.LostServlet;
import org.sipasync.test.plain.PlainServlet;
import org.sipasync.test.resource.ResourceServlet;
import org.sipasync.test.secured.SecuredServlet;
import org.sipasync.test.secured.Vault;
import org.sipasync.test.silent.SilentServlet;
import org.sipasync.test.wrong.Wrong;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** Each mistake has one line that names the thing, the cause and the remedy, where people look. */
class SpeakingErrorsTest extends InContainer {
  @TempDir Path directory;

  private Path file(WebArchive war) {
    return file(directory, war);
  }

  private MicroServer start(Path war, String... javaOptions) throws IOException {
    return new MicroServer(directory.resolve("log"), war, javaOptions);
  }

  private static long count(String text, String part) {
    return text.split(java.util.regex.Pattern.quote(part), -1).length - 1L;
  }

  private static WebArchive plain() {
    return ShrinkWrap.create(WebArchive.class, "plain.war")
        .addPackage(PlainServlet.class.getPackage())
        .addAsWebInfResource(
            new StringAsset(
                """
                <sip-app xmlns="http://www.jcp.org/xml/ns/sipservlet">
                  <app-name>plain</app-name>
                  <servlet>
                    <servlet-name>plain</servlet-name>
                    <servlet-class>org.sipasync.test.plain.PlainServlet</servlet-class>
                  </servlet>
                </sip-app>
                """),
            "sip.xml");
  }

  @Test
  @Tag("C-G1")
  @DisplayName("C-G1: a JSR 289 WAR without beans.xml runs")
  void withoutCdi() throws Exception {
    try (MicroServer server = start(file(plain()));
        SipPhone phone = phone("udp")) {
      phone.request("OPTIONS", "anyone").expect(200);
      assertThat(server.log()).doesNotContain("SEVERE", "Unable to access CDI");
    }
  }

  @Test
  @Tag("C-G1")
  @DisplayName("C-G1: without beans.xml, a class that needs injection is reported")
  void injectionWithoutCdi() throws Exception {
    WebArchive war =
        ShrinkWrap.create(WebArchive.class, "silent.war")
            .addPackage(SilentServlet.class.getPackage())
            .addAsWebInfResource(
                new StringAsset("<beans bean-discovery-mode=\"none\"/>"), "beans.xml");
    try (MicroServer server = start(file(war))) {
      server.awaitLog("SIPA-0226: org.sipasync.test.silent.SilentServlet wants its field async");
      assertThat(server.log()).contains("WEB-INF/beans.xml");
    }
  }

  @Test
  @Tag("C-G2")
  @DisplayName("C-G2: @Resource of SIP objects in a SIP servlet that CDI does not discover")
  void resources() throws Exception {
    WebArchive war =
        ShrinkWrap.create(WebArchive.class, "resource.war")
            .addPackage(ResourceServlet.class.getPackage())
            .addAsWebInfResource(
                new StringAsset("<beans bean-discovery-mode=\"annotated\"/>"), "beans.xml");
    try (MicroServer server = start(file(war));
        SipPhone phone = phone("udp")) {
      phone.request("OPTIONS", "anyone").expect(200);
      assertThat(server.log()).doesNotContain("SEVERE");
    }
  }

  @Test
  @Tag("C-G5")
  @DisplayName("C-G5: a login-config without a bean that knows the secrets is reported")
  void loginWithoutSecrets() throws Exception {
    String xml =
        "<sip-app><servlet><servlet-name>s</servlet-name><servlet-class>"
            + SecuredServlet.class.getName()
            + "</servlet-class></servlet><security-constraint><resource-collection>"
            + "<resource-name>all</resource-name></resource-collection><auth-constraint>"
            + "<role-name>*</role-name></auth-constraint></security-constraint><login-config>"
            + "<auth-method>DIGEST</auth-method><realm-name>r</realm-name></login-config></sip-app>";
    WebArchive war =
        ShrinkWrap.create(WebArchive.class, "silent.war")
            .addClasses(SecuredServlet.class, Vault.class)
            .addAsWebInfResource(new StringAsset("<beans/>"), "beans.xml")
            .addAsWebInfResource(new StringAsset(xml), "sip.xml");
    try (MicroServer server = start(file(war))) {
      server.awaitLog("needs a CDI bean that implements org.sipasync.digest.DigestSecrets");
    }
  }

  @Test
  @Tag("S10")
  @DisplayName("S10: the console's resources are not in the server's OpenAPI document")
  void openApi() throws Exception {
    try (MicroServer server = start(file(plain()))) {
      assertThat(server.send("GET", "/openapi", "").body()).doesNotContain("operations", "drain");
    }
  }

  @Test
  @Tag("C-G14")
  @Tag("F8")
  @Tag("T3")
  @DisplayName("C-G14 F8: a forgotten resume, an unstarted launch and a failed call are logged")
  void atRunTime() throws Exception {
    WebArchive war = war("silent", SilentServlet.class.getPackage());
    try (MicroServer server = start(file(war));
        SipPhone phone = phone("udp")) {
      phone.request("OPTIONS", "x").expect(200);
      server.awaitLog("An application's own line");

      phone.request("MESSAGE", "x").expect(500);
      server.awaitLog("SIPA-0320: silent ended with an unfinished async.call(forgotten)");

      phone.request("REGISTER", "x").expect(200);
      phone.request("REGISTER", "x").expect(200);
      server.awaitLog("SIPA-0321: silent ended with an unfinished async.launch(unstarted)");

      for (int i = 0; i < 5; i++) {
        phone.invite("x").ackFailure(503);
      }
      server.awaitLog(
          "SIPA-0322: broken ended with -1 for route \"ended\" of application silent:"
              + " java.lang.IllegalStateException: no table USERS");
      assertThat(count(server.log(), "SIPA-0321")).isOne();
      assertThat(count(server.log(), "SIPA-0322")).isOne();
    }
  }

  /** The control: a route that does end without an answer. */
  @Test
  @Tag("C-G13")
  @DisplayName("C-G13: a route that waits for a PRACK does not count as one without an answer")
  void routeThatAnswersAfterItsPrack() throws Exception {
    try (MicroServer server = start(file(war("faults", FaultsServlet.class.getPackage())));
        SipPhone phone = phone("udp")) {
      Call call = phone.invite("reliable", "Supported: 100rel");
      SipMessage progress = call.expect(183);
      call.send(
              "PRACK",
              "To: " + progress.header("To"),
              "RAck: " + progress.header("RSeq") + " " + progress.header("CSeq"))
          .expect(200);
      call.expect(200);
      call.ack();
      call.bye().expect(200);
      Call silent = phone.invite("silent");
      server.awaitLog("SIPA-0305: route \"silent\"");
      silent.cancel().expect(200);
      silent.ackFailure(487);
      assertThat(count(server.log(), "SIPA-0305")).isOne();
    }
  }

  @Test
  @Tag("C-G12")
  @Tag("T4")
  @DisplayName("C-G12 T4: a failed deployment is reported once, last, and readiness is DOWN")
  void failedDeployment() throws Exception {
    Path war = file(war("wrong", Wrong.class.getPackage()));
    try (MicroServer server = start(war)) {
      server.awaitLog("SIPA-0211");
      String log = server.log();
      assertThat(count(log, "SIPA-0201")).isOne();
      assertThat(log).doesNotContain("\tat ");
      assertThat(log.lines().count()).isLessThan(30);
      assertThat(log.indexOf("SIPA-0201")).isGreaterThan(log.indexOf("ready in"));

      var ready = server.send("GET", "/health/ready", "");
      assertThat(ready.statusCode()).isEqualTo(503);
      assertThat(ready.body()).contains("DOWN", "application wrong", "SIPA-0201");
    }
  }

  @Test
  @Tag("C-G12")
  @DisplayName("C-G12: with sip.exit-on-failure the server ends with an exit code")
  void exitOnFailure() throws Exception {
    Path war = file(war("wrong", Wrong.class.getPackage()));
    try (MicroServer server = start(war, "-Dsip.exit-on-failure=true")) {
      assertThat(server.awaitExit()).isOne();
      assertThat(server.log()).contains("sip.exit-on-failure is true");
    }
  }

  @Test
  @Tag("F10")
  @DisplayName("F10: a missing module that only an HTTP servlet uses is reported by name, too")
  void missingModule() throws Exception {
    WebArchive war = war("lost", LostServlet.class.getPackage());
    try (MicroServer server = start(file(war))) {
      server.awaitLog(
          "SIPA-0217: org.sipasync.test.lost.LostServlet uses"
              + " org.sipasync.functions.nowhere.Nowhere, which is missing. Add the artifact"
              + " org.sipasync:sip-async-functions-nowhere");
      assertThat(server.log()).doesNotContain("\tat ");
    }
  }

  @Test
  @Tag("C-G11")
  @DisplayName("C-G11: an application without requests is reported, with the remedy")
  void withoutDar() throws Exception {
    Path second = file(plain());
    Path first = file(war("silent", SilentServlet.class.getPackage()));
    List<Path> both = List.of(first, second);
    try (MicroServer server = MicroServer.of(directory.resolve("log"), both)) {
      server.awaitLog(
          "requests: without sip.dar they all go to the application that is first by name, plain.");
      assertThat(server.log()).contains("SIPA-0323: Application silent gets no new ");
    }
  }
}
