package org.sipasync.payara.war;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import javax.servlet.sip.SipServlet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  private static int proxySeconds(String config) {
    SipModule module = read(app(servlet("some", Some.class.getName()) + "<proxy-config>" + config));
    assertThat(module.mistakes).isEmpty();
    return module.proxySeconds();
  }

  private static String seconds(String element, int seconds) {
    return "<%1$s>%2$d</%1$s>".formatted(element, seconds);
  }

  @Test
  @Tag("289-10.2.3")
  void timeoutsOfProxies() {
    String end = "</proxy-config>";
    String old = seconds("sequential-search-timeout", 30);
    assertThat(proxySeconds(end)).as("Timer C").isZero();
    assertThat(proxySeconds(old + end)).as("JSR 116").isEqualTo(30);
    assertThat(proxySeconds(old + seconds("proxy-timeout", 20) + end)).isEqualTo(20);
    assertThat(proxySeconds(seconds("proxy-timeout", 20) + old + end)).isEqualTo(20);
    assertThat(proxySeconds(seconds("proxy-timeout", 180) + end)).as("three minutes").isZero();
  }

  @Test
  void timeoutThatIsNone() {
    String config = "<proxy-config>" + seconds("proxy-timeout", 0) + "</proxy-config>";
    assertThat(read(app(servlet("some", Some.class.getName()) + config)).mistakes)
        .containsExactly(
            "SIPA-0205: WEB-INF/sip.xml, line 2: <proxy-timeout> is 0 s; give 1 or more, or leave"
                + " it out.");
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
        read(app(servlet("a", Some.class.getName()) + servlet("b", Clerk.class.getName())));
    assertThat(module.mistakes).singleElement().asString().contains("[a, b]", "mainServlet");
  }

  @ParameterizedTest
  @ValueSource(strings = {"env-entry", "resource-ref", "servlet-maping"})
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
                    + "<servlet-class>%s</servlet-class>\n<run-is><role-name>r</role-name></run-is>"
                        .formatted(Some.class.getName())
                    + "</servlet><security-constraint><what/></security-constraint>"));

    assertThat(module.mistakes)
        .hasSize(3)
        .allMatch(mistake -> mistake.contains("line 3"))
        .anyMatch(mistake -> mistake.contains("<run-is> is not implemented"))
        .anyMatch(mistake -> mistake.contains("<what> is not implemented"))
        .anyMatch(mistake -> mistake.contains("no <resource-collection>"));
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

  private static final String LOGIN =
      "<login-config><auth-method>DIGEST</auth-method><realm-name>r</realm-name></login-config>"
          + "<security-role><role-name>staff</role-name></security-role>";

  private static String constraint(String resources, String rest) {
    return "<security-constraint><resource-collection><resource-name>x</resource-name>"
        + resources
        + "</resource-collection>"
        + rest
        + "</security-constraint>";
  }

  private static String roles(String... names) {
    StringBuilder roles = new StringBuilder("<auth-constraint>");
    for (String name : names) {
      roles.append("<role-name>").append(name).append("</role-name>");
    }
    return roles.append("</auth-constraint>").toString();
  }

  private static SipModule secured(String elements) {
    return read(app(servlet("some", Some.class.getName()) + elements));
  }

  @Test
  @Tag("C-G5")
  void constraintsAreRead() {
    SipModule module =
        secured(
            constraint(
                    "<servlet-name>some</servlet-name><sip-method>INVITE</sip-method>",
                    "<proxy-authentication/>" + roles("staff"))
                + constraint("<sip-method>REGISTER</sip-method>", roles())
                + constraint(
                    "<sip-method>INFO</sip-method>",
                    "<user-data-constraint><transport-guarantee>CONFIDENTIAL"
                        + "</transport-guarantee></user-data-constraint>")
                + LOGIN);

    assertThat(module.mistakes).isEmpty();
    SecurityRules rules = module.security;
    assertThat(rules.realm).isEqualTo("r");
    assertThat(rules.need("some", "INVITE")).isEqualTo(need(true, Set.of("staff"), false));
    assertThat(rules.need("other", "INVITE")).isNull();
    assertThat(rules.need("some", "REGISTER")).isEqualTo(need(false, Set.of(), false));
    assertThat(rules.need("some", "INFO")).isEqualTo(need(false, null, true));
    assertThat(rules.need("some", "OPTIONS")).isNull();
  }

  private static SecurityRules.Need need(boolean proxy, Set<String> roles, boolean confidential) {
    return new SecurityRules.Need(proxy, roles, confidential);
  }

  @Test
  @Tag("C-G5")
  void constraintWithoutMethodsCoversAllThatCanBeChallenged() {
    SecurityRules rules = secured(constraint("", roles("staff")) + LOGIN).security;
    assertThat(rules.need("some", "INVITE")).isNotNull();
    assertThat(rules.need("some", "BYE")).isNotNull();
    assertThat(rules.need("some", "ACK")).isNull();
    assertThat(rules.need("some", "CANCEL")).isNull();
    assertThat(rules.need("some", "PRACK")).isNull();
  }

  @Test
  @Tag("C-G5")
  void severalConstraintsOnOneRequest() {
    String invite = "<sip-method>INVITE</sip-method>";
    String any = "<security-role><role-name>boss</role-name></security-role>";
    String both = constraint(invite, roles("staff")) + constraint(invite, roles("boss"));
    assertThat(secured(both + any + LOGIN).security.need("some", "INVITE").roles())
        .containsExactlyInAnyOrder("staff", "boss");
    assertThat(
            secured(both + constraint(invite, "") + any + LOGIN)
                .security
                .need("some", "INVITE")
                .roles())
        .isNull();
    assertThat(
            secured(both + constraint(invite, "") + constraint(invite, roles()) + any + LOGIN)
                .security
                .need("some", "INVITE")
                .roles())
        .isEmpty();
  }

  @Test
  @Tag("C-G5")
  void rolesAllow() {
    assertThat(need(false, Set.of("staff"), false).allows(Set.of("staff", "x"))).isTrue();
    assertThat(need(false, Set.of("staff"), false).allows(Set.of("x"))).isFalse();
    assertThat(need(false, Set.of("*"), false).allows(Set.of())).isTrue();
    assertThat(need(false, Set.of(), false).allows(Set.of("staff"))).isFalse();
    assertThat(need(false, null, false).allows(Set.of())).isTrue();
  }

  @Test
  @Tag("C-G5")
  void servletsMayCallRolesTheirOwnNames() {
    SipModule module =
        read(
            app(
                "<servlet><servlet-name>some</servlet-name><servlet-class>%s</servlet-class>"
                        .formatted(Some.class.getName())
                    + "<security-role-ref><role-name>FOO</role-name><role-link>staff</role-link>"
                    + "</security-role-ref></servlet>"
                    + LOGIN));
    assertThat(module.mistakes).isEmpty();
    assertThat(module.security.role("some", "FOO")).isEqualTo("staff");
    assertThat(module.security.role("some", "staff")).isEqualTo("staff");
    assertThat(module.security.role("other", "FOO")).isEqualTo("FOO");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<servlet-name>sone</servlet-name>|guards the servlet \"sone\", which does not exist",
        "<sip-method>invite</sip-method>|methods are written in capitals",
        "<sip-method>ACK</sip-method>|ACK cannot be challenged",
        "<sip-methods>INVITE</sip-methods>|<sip-methods> is not implemented"
      })
  @Tag("C-G5")
  void mistakesInResources(String resources, String mistake) {
    SipModule module = secured(constraint(resources, roles("staff")) + LOGIN);
    assertThat(module.mistakes).anyMatch(text -> text.contains(mistake));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<login-config><auth-method>BASIC</auth-method></login-config>|<auth-method> BASIC is not",
        "<login-config><auth-method>DIGEST</auth-method></login-config>|needs a <login-config>",
        "<security-role><role-name>staff</role-name></security-role>|needs a <login-config>",
        "<login-config><identity-assertion/></login-config>|needs a <login-config>"
      })
  @Tag("C-G5")
  void mistakesInLogin(String elements, String mistake) {
    SipModule module = secured(constraint("", roles("staff")) + elements);
    assertThat(module.mistakes).anyMatch(text -> text.contains(mistake));
  }

  @Test
  @Tag("C-G5")
  void roleThatNobodyDeclares() {
    SipModule module = secured(constraint("", roles("stuff")) + LOGIN);
    assertThat(module.mistakes)
        .singleElement()
        .asString()
        .contains("<auth-constraint> names the role \"stuff\"", "declared are [staff]");
  }

  @Test
  @Tag("C-G5")
  void transportGuaranteeOfAnotherWord() {
    String guarantee =
        "<user-data-constraint><transport-guarantee>SECRET</transport-guarantee>"
            + "</user-data-constraint>";
    assertThat(secured(constraint("", guarantee)).mistakes)
        .singleElement()
        .asString()
        .contains("NONE, INTEGRAL or CONFIDENTIAL, not SECRET");
  }

  @Test
  @Tag("289-17")
  void identityAssertion() {
    String required =
        "<login-config><identity-assertion>"
            + "<identity-assertion-scheme>P-Asserted-Identity</identity-assertion-scheme>"
            + "<identity-assertion-support>REQUIRED</identity-assertion-support>"
            + "</identity-assertion></login-config>"
            + "<security-role><role-name>staff</role-name></security-role>";
    SipModule module = secured(constraint("", roles("staff")) + required);
    assertThat(module.mistakes).isEmpty();
    assertThat(module.security.assertion).isEqualTo(SecurityRules.Assertion.REQUIRED);
  }

  @Test
  @Tag("289-17")
  void supportedAssertionNeedsDigestToo() {
    String supported =
        "<login-config><identity-assertion>"
            + "<identity-assertion-scheme>P-Asserted-Identity</identity-assertion-scheme>"
            + "<identity-assertion-support>SUPPORTED</identity-assertion-support>"
            + "</identity-assertion></login-config>"
            + "<security-role><role-name>staff</role-name></security-role>";
    SipModule module = secured(constraint("", roles("staff")) + supported);
    assertThat(module.mistakes).singleElement().asString().contains("needs a <login-config>");
  }

  /** A servlet of an annotation, and one that sip.xml lets run as another role. */
  @jakarta.annotation.security.RunAs("clerk")
  public static class Clerk extends SipServlet {
    private static final long serialVersionUID = 1L;
  }

  @Test
  @Tag("289-17")
  void runAs() {
    String role = "<security-role><role-name>boss</role-name></security-role>";
    String servlet = servlet("some", Clerk.class.getName());
    String changed =
        servlet.replace("</servlet>", "<run-as><role-name>boss</role-name></run-as></servlet>");
    assertThat(read(app(servlet)).servlets.get("some").runAs).isEqualTo("clerk");
    SipModule module = read(app(changed + role));
    assertThat(module.mistakes).isEmpty();
    assertThat(module.servlets.get("some").runAs).isEqualTo("boss");
  }

  /** JSR 289 allows it: one class, two servlets. */
  @Test
  void twoServletsOfOneClass() {
    SipModule module =
        read(
            app(
                servlet("a", Some.class.getName())
                    + servlet("b", Some.class.getName())
                    + "<main-servlet>b</main-servlet>"));
    assertThat(module.mistakes).isEmpty();
    assertThat(module.servlets.keySet()).containsExactly("a", "b");
  }
}
