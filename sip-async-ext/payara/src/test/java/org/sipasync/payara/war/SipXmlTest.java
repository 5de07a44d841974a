package org.sipasync.payara.war;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import javax.servlet.sip.SipServlet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SipXmlTest {
  /** A servlet to declare. */
  public static class Some extends SipServlet {
    private static final long serialVersionUID = 1L;
  }

  private static SipModule read(String xml) {
    SipModule module = new SipModule("default");
    SipXml.read(
        new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)),
        module,
        SipXmlTest.class.getClassLoader());
    module.complete();
    return module;
  }

  private static String app(String content) {
    return "<sip-app xmlns=\"http://www.jcp.org/xml/ns/sipservlet\">\n" + content + "\n</sip-app>";
  }

  private static String servlet(String name, String type) {
    return "<servlet><servlet-name>%s</servlet-name><servlet-class>%s</servlet-class></servlet>"
        .formatted(name, type);
  }

  @Test
  void wholeApplication() {
    SipModule module =
        read(
            app(
                "<app-name>shop</app-name><distributable/>"
                    + servlet("some", Some.class.getName())
                    + "<proxy-config><proxy-timeout>20</proxy-timeout></proxy-config>"
                    + "<session-config><session-timeout>9</session-timeout></session-config>"));
    assertThat(module.mistakes).isEmpty();
    assertThat(module.name).isEqualTo("shop");
    assertThat(module.mainServlet).isEqualTo("some");
    assertThat(module.proxyTimeout).isEqualTo(20);
    assertThat(module.sessionTimeout).isEqualTo(9);
    assertThat(module.servlets.get("some").type).isEqualTo(Some.class);
  }

  @Test
  void nestedRules() {
    SipModule module =
        read(
            app(
                servlet("some", Some.class.getName())
                    + "<servlet-mapping><servlet-name>some</servlet-name><pattern><or>"
                    + "<equal><var>request.method</var><value>INVITE</value></equal>"
                    + "<not><subdomain-of><var>request.uri.host</var><value>org</value>"
                    + "</subdomain-of></not></or></pattern></servlet-mapping>"));
    assertThat(module.mistakes).isEmpty();
    assertThat(module.mappings.get(0).rule().text())
        .isEqualTo("or[request.method equal INVITE, not(request.uri.host subdomain-of org)]");
  }

  @Test
  void mistakesAreCollectedWithTheirLines() {
    SipModule module =
        read(
            app(
                servlet("lost", "no.such.Servlet")
                    + "\n"
                    + servlet("text", "java.lang.String")
                    + "\n<session-config><session-timeout>soon</session-timeout></session-config>"
                    + "\n<main-servlet>nobody</main-servlet>"));
    assertThat(module.mistakes)
        .containsExactly(
            "SIPA-0205: WEB-INF/sip.xml, line 2: <servlet-class> no.such.Servlet is not in the"
                + " WAR.",
            "SIPA-0205: WEB-INF/sip.xml, line 3: <servlet-class> java.lang.String is not a"
                + " javax.servlet.sip.SipServlet.",
            "SIPA-0205: WEB-INF/sip.xml, line 4: <session-timeout> is not a whole number: soon.",
            "SIPA-0219: the main servlet \"nobody\" does not exist; the SIP servlets are [].");
  }

  @Test
  @Tag("C-G4")
  void mainServletAndMappingsTogetherAreRefused() {
    SipModule module =
        read(
            app(
                servlet("some", Some.class.getName())
                    + "<servlet-selection><main-servlet>some</main-servlet></servlet-selection>"
                    + "<servlet-mapping><servlet-name>some</servlet-name><pattern><exists>"
                    + "<var>request.uri.user</var></exists></pattern></servlet-mapping>"));
    assertThat(module.mistakes)
        .containsExactly(
            "SIPA-0219: the main servlet \"some\" and <servlet-mapping> both say which servlet gets"
                + " a request: keep one of them.");
  }

  @Test
  void unknownVariable() {
    SipModule module =
        read(
            app(
                "<servlet-mapping><servlet-name>x</servlet-name><pattern><equal>"
                    + "<var>request.colour</var><value>red</value></equal></pattern>"
                    + "</servlet-mapping>"));
    assertThat(module.mistakes.get(0))
        .contains("<equal> compares the unknown variable \"request.colour\"");
  }

  @Test
  void notXml() {
    assertThat(read("<sip-app><servlet>").mistakes)
        .singleElement()
        .asString()
        .startsWith("SIPA-0205: WEB-INF/sip.xml, line 1");
  }

  /** Hostile input: nothing outside the file is read. */
  @Test
  void externalEntitiesAreNotRead() {
    SipModule module =
        read(
            "<!DOCTYPE sip-app [<!ENTITY x SYSTEM \"file:/etc/hostname\">]>"
                + "<sip-app><app-name>&x;</app-name></sip-app>");
    assertThat(module.mistakes).hasSize(1);
    assertThat(module.name).isEqualTo("default");
  }

  @Test
  void severalServletsAndNothingThatChooses() {
    SipModule module =
        read(app(servlet("a", Some.class.getName()) + servlet("b", SipServlet.class.getName())));
    assertThat(module.mistakes).singleElement().asString().contains("[a, b]", "mainServlet");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "security-constraint",
        "login-config",
        "security-role",
        "env-entry",
        "resource-ref",
        "servlet-maping"
      })
  @Tag("C-G5")
  void whatIsNotImplementedIsRefusedByName(String element) {
    SipModule module =
        read(
            app(
                servlet("some", Some.class.getName())
                    + "\n<%s><anything><deep/></anything></%s>".formatted(element, element)));

    assertThat(module.mistakes)
        .singleElement()
        .asString()
        .startsWith("SIPA-0205: WEB-INF/sip.xml, line 3: <" + element + "> is not implemented");
  }

  @Test
  @Tag("C-G5")
  void withinServletsToo() {
    SipModule module =
        read(
            app(
                "<servlet><description>d</description><servlet-name>some</servlet-name>"
                    + "<servlet-class>%s</servlet-class>\n<run-as><role-name>r</role-name></run-as>"
                        .formatted(Some.class.getName())
                    + "</servlet><security-constraint/>"));

    assertThat(module.mistakes)
        .hasSize(2)
        .allMatch(mistake -> mistake.contains("line 3"))
        .anyMatch(mistake -> mistake.contains("<run-as>"))
        .anyMatch(mistake -> mistake.contains("<security-constraint>"));
  }

  @Test
  void whatIsForPeopleIsPassedOver() {
    SipModule module =
        read(
            app(
                "<display-name>n</display-name><description>d</description><icon/><distributable/>"
                    + servlet("some", Some.class.getName())));

    assertThat(module.mistakes).isEmpty();
  }
}
