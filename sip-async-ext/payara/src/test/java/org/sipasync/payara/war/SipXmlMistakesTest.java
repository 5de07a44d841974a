package org.sipasync.payara.war;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import javax.servlet.sip.SipServlet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Typical mistakes in sip.xml: each is named once, with its line, beside all the others. */
@Tag("289-19")
class SipXmlMistakesTest {
  private static final String PREFIX = "SIPA-0205: WEB-INF/sip.xml, line 2: ";

  /** A servlet to declare. */
  public static class Some extends SipServlet {
    private static final long serialVersionUID = 1L;
  }

  /** One that cannot be made. */
  public abstract static class Half extends SipServlet {
    private static final long serialVersionUID = 1L;
  }

  private static SipModule read(String xml, Charset encoding) {
    SipModule module = new SipModule("default");
    ClassLoader loader = SipXmlMistakesTest.class.getClassLoader();
    SipXml.read(new ByteArrayInputStream(xml.getBytes(encoding)), module, loader);
    module.complete();
    return module;
  }

  private static SipModule read(String xml) {
    return read(xml, StandardCharsets.UTF_8);
  }

  private static final String SOME =
      "<servlet><servlet-name>some</servlet-name><servlet-class>"
          + Some.class.getName()
          + "</servlet-class></servlet>";

  /** An application with one servlet, and content on its second line. */
  private static SipModule app(String content) {
    return read("<sip-app>" + SOME + "\n" + content + "\n</sip-app>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // elements
        "<servlet-maping/>|<servlet-maping> is not implemented here. Write <servlet-mapping>, or remove it.",
        "<security-constrain/>|<security-constrain> is not implemented here. Write <security-constraint>, or remove it.",
        "<ejb-ref><x/></ejb-ref>|<ejb-ref> is not implemented here. Remove it, or correct its name.",
        "<servlet-class>x</servlet-class>|<servlet-class> does not belong in <sip-app>.",
        "<session-config><proxy-timeout>1</proxy-timeout></session-config>|<proxy-timeout> does not belong in <session-config>.",
        "<app-name>a<b/></app-name>|<b> is in <app-name>, which has a text only.",
        "<app-name> </app-name>|<app-name> is empty.",
        "<app-name>a</app-name><app-name>b</app-name>|<app-name> comes twice.",
        "<session-config/><session-config/>|<session-config> comes twice.",
        "<session-config><session-timeout>3 min</session-timeout></session-config>|<session-timeout> is not a whole number: 3 min.",
        "<session-config><session-timeout>99999999999</session-timeout></session-config>|<session-timeout> is not a whole number: 99999999999.",
        "<context-param><param-value>x</param-value></context-param>|a parameter has no <param-name>.",
        "<listener/>|<listener-class> is missing.",
        "<listener><listener-class>java.lang.String</listener-class></listener>|<listener-class> java.lang.String is not a java.util.EventListener.",
        // servlets
        "<servlet><servlet-class>CLASS</servlet-class></servlet>|a <servlet> has no <servlet-name>.",
        "<servlet><servlet-name>other</servlet-name></servlet>|<servlet-class> is missing.",
        "<servlet><servlet-name>other</servlet-name><servlet-class>com.example.Sevlet</servlet-class></servlet>|<servlet-class> com.example.Sevlet is not in the WAR.",
        "<servlet><servlet-name>other</servlet-name><servlet-class>com/example/Servlet</servlet-class></servlet>|<servlet-class> com/example/Servlet is not in the WAR.",
        "<servlet><servlet-name>some</servlet-name><servlet-class>CLASS</servlet-class></servlet>|two <servlet> are named \"some\".",
        // rules
        "<servlet-mapping><servlet-name>some</servlet-name></servlet-mapping>|a <servlet-mapping> needs a <servlet-name> and a <pattern> with one rule.",
        "<servlet-mapping><servlet-name>some</servlet-name><pattern/></servlet-mapping>|<pattern> has 0 rules: it needs one.",
        "<servlet-mapping><servlet-name>some</servlet-name><pattern><and/></pattern></servlet-mapping>|<and> has 0 rules: it needs some.",
        "<servlet-mapping><servlet-name>some</servlet-name><pattern><not><exists><var>request.uri.user</var></exists><exists><var>request.uri.host</var></exists></not></pattern></servlet-mapping>|<not> has 2 rules: it needs one.",
        "<servlet-mapping><servlet-name>some</servlet-name><pattern><exists><var>request.uri.user</var></exists><exists><var>request.uri.host</var></exists></pattern></servlet-mapping>|<pattern> has 2 rules: it needs one.",
        "<servlet-mapping><servlet-name>some</servlet-name><pattern><equals><var>request.method</var><value>INVITE</value></equals></pattern></servlet-mapping>|<equals> is not implemented here. Write <equal>, or remove it.",
        "<servlet-mapping><servlet-name>some</servlet-name><pattern><equal><value>INVITE</value></equal></pattern></servlet-mapping>|<equal> has no <var>.",
        "<servlet-mapping><servlet-name>some</servlet-name><pattern><equal><var>request.method</var></equal></pattern></servlet-mapping>|<equal> has no <value>.",
        "<servlet-mapping><servlet-name>some</servlet-name><pattern><equal><var>request.method</var><value>invite</value></equal></pattern></servlet-mapping>|<equal> never matches the method invite: methods are written in capitals.",
        // security
        "<login-config><auth-method>DIGEST</auth-method></login-config><login-config/>|<login-config> comes twice.",
        "<security-role><role-name/></security-role>|<role-name> is empty.",
        "<login-config><identity-assertion><identity-assertion-scheme>Identity</identity-assertion-scheme><identity-assertion-support>SUPPORTED</identity-assertion-support></identity-assertion></login-config>|<identity-assertion-scheme> \"Identity\" is not implemented: only P-Asserted-Identity is.",
        "<login-config><identity-assertion><identity-assertion-scheme>P-Asserted-Identity</identity-assertion-scheme><identity-assertion-support>YES</identity-assertion-support></identity-assertion></login-config>|<identity-assertion-support> is SUPPORTED or REQUIRED, not \"YES\".",
      })
  void oneMistake(String content, String mistake) {
    String xml = content.replace("CLASS", Some.class.getName());
    assertThat(app(xml).mistakes).containsExactly(PREFIX + mistake);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "request.colour",
        "request",
        "uri.host",
        "request.uri.hots",
        "request.uri.param.",
        "request.uri.display-name",
        "request.method.x",
        "request.from.display",
      })
  void unknownVariables(String variable) {
    assertThat(
            app("<servlet-mapping><servlet-name>some</servlet-name><pattern><exists><var>"
                    + variable
                    + "</var></exists></pattern></servlet-mapping>")
                .mistakes)
        .singleElement()
        .asString()
        .startsWith(PREFIX + "<exists> compares the unknown variable \"" + variable + "\"")
        .contains("known are request.method");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "request.uri",
        "request.uri.tel",
        "request.uri.param.x.y",
        "request.from",
        "request.from.display-name",
        "request.to.uri.param.lr",
        "request.route.uri.host",
      })
  void knownVariables(String variable) {
    assertThat(
            app("<servlet-mapping><servlet-name>some</servlet-name><pattern><exists><var>"
                    + variable
                    + "</var></exists></pattern></servlet-mapping>")
                .mistakes)
        .isEmpty();
  }

  @Test
  void abstractServlet() {
    String half =
        SOME.replace("some<", "half<").replace(Some.class.getName(), Half.class.getName());
    assertThat(app(half).mistakes)
        .containsExactly(PREFIX + "<servlet-class> " + Half.class.getName() + " is abstract.");
  }

  @Test
  void mappingToNoServlet() {
    String mapping =
        "<servlet-mapping><servlet-name>sone</servlet-name><pattern><exists>"
            + "<var>request.uri.user</var></exists></pattern></servlet-mapping>";
    assertThat(app(mapping).mistakes)
        .containsExactly(
            "SIPA-0219: WEB-INF/sip.xml maps to the servlet \"sone\", which does not exist; the"
                + " SIP servlets are [some].");
  }

  @Test
  void runAsARoleThatNobodyDeclares() {
    String runs =
        SOME.replace("</servlet>", "<run-as><role-name>chief</role-name></run-as></servlet>");
    assertThat(read("<sip-app>" + runs + "</sip-app>").mistakes)
        .singleElement()
        .asString()
        .contains("<run-as> names the role \"chief\", which no <security-role> declares");
  }

  /** One line each, without the parser's place, and with none of what would follow from it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "|Premature end of file",
        "no XML|Content is not allowed in prolog",
        "<sip-app>|XML document structures must start and end within the same entity",
        "<sip-app></sip-ap>|The element type \"sip-app\" must be terminated by the matching end-tag",
        "<sip-app><a b=1/></sip-app>|Open quote is expected for attribute \"b\"",
        "<?xml version=\"1.0\" encoding=\"UTF-9\"?><sip-app/>|UTF-9",
        "<web-app/>|the root element is <web-app>, not <sip-app>",
      })
  void notASipXml(String xml, String reason) {
    assertThat(read(xml == null ? "" : xml).mistakes)
        .singleElement()
        .asString()
        .startsWith("SIPA-0205: WEB-INF/sip.xml, line ")
        .contains(reason)
        .doesNotContain("ParseError", "\n");
  }

  @Test
  void latinTextThatClaimsToBeUtf8() {
    String xml = "<sip-app>\n<app-name>caf\u00e9</app-name></sip-app>";
    assertThat(read(xml, StandardCharsets.ISO_8859_1).mistakes)
        .singleElement()
        .asString()
        .startsWith("SIPA-0205: WEB-INF/sip.xml, line ")
        .contains("UTF-8");
    assertThat(
            read("<?xml version='1.0' encoding='ISO-8859-1'?>" + xml, StandardCharsets.ISO_8859_1)
                .name)
        .isEqualTo("caf\u00e9");
  }

  /** Neither is expanded: a billion laughs, a file of the server. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE sip-app [<!ENTITY a \"ha\"><!ENTITY x \"&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>",
        "<!DOCTYPE sip-app [<!ENTITY x SYSTEM \"file:/etc/hostname\">]>",
      })
  void entitiesAreNotRead(String dtd) {
    SipModule module = read(dtd + "<sip-app><app-name>&x;</app-name></sip-app>");
    assertThat(module.mistakes).hasSize(1);
    assertThat(module.mistakes.get(0)).startsWith("SIPA-0205").contains("x");
    assertThat(module.name).isEqualTo("default");
  }

  /** JSR 116 named its DTD; nothing is fetched. */
  @Test
  void publicDtdIsPassedOver() {
    String dtd =
        "<!DOCTYPE sip-app PUBLIC \"-//Java Community Process//DTD SIP Application 1.0//EN\""
            + " \"http://127.0.0.1:1/sip-app_1_0.dtd\">";
    assertThat(read(dtd + "<sip-app>" + SOME + "</sip-app>").mistakes).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"not", "nonsense"})
  void deepNesting(String element) {
    String deep = ("<" + element + ">").repeat(100_000);
    assertThat(read("<sip-app>" + deep).mistakes)
        .anyMatch(text -> text.contains("Elements are more than 32 deep"));
  }

  @Test
  void servletThatNothingDeclares() {
    SipModule module = new SipModule("default");
    module.annotated.add(Some.class);
    module.complete();
    assertThat(module.mistakes)
        .containsExactly(
            "SIPA-0219: %s is a SIP servlet that nothing declares: give it @SipServlet, or a <servlet> in WEB-INF/sip.xml."
                .formatted(Some.class.getName()));
  }

  /** The file is no XML: nobody misses as well what it would have declared. */
  @Test
  void servletOfAFileThatIsNoXml() {
    SipModule module = new SipModule("default");
    module.annotated.add(Some.class);
    SipXml.read(
        new ByteArrayInputStream("<sip-app>".getBytes(StandardCharsets.UTF_8)),
        module,
        getClass().getClassLoader());
    module.complete();
    assertThat(module.mistakes).singleElement().asString().startsWith("SIPA-0205");
  }

  @Test
  void allAtOnce() {
    assertThat(
            app("<servlet-maping/>\n<app-name/>\n<listener/>\n<main-servlet>nobody</main-servlet>")
                .mistakes)
        .hasSize(4);
  }
}
