package org.sipasync.test;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.sipasync.test.secured.SecuredServlet;
import org.sipasync.testkit.phone.SipPhone;

/** Application of {@link SpecOfSecurity}. */
@ArquillianTest
class SecurityTest extends InContainer implements SpecOfSecurity {
  private static final String SIP_XML =
      """
      <sip-app>
        <app-name>secured</app-name>
        <servlet>
          <servlet-name>secured</servlet-name>
          <servlet-class>org.sipasync.test.secured.SecuredServlet</servlet-class>
          <security-role-ref><role-name>CHIEF</role-name><role-link>boss</role-link></security-role-ref>
        </servlet>
        <servlet>
          <servlet-name>vault</servlet-name>
          <servlet-class>org.sipasync.test.secured.SecuredServlet</servlet-class>
          <run-as><role-name>boss</role-name></run-as>
        </servlet>
        <servlet-mapping>
          <servlet-name>vault</servlet-name>
          <pattern><equal><var>request.uri.user</var><value>vault</value></equal></pattern>
        </servlet-mapping>
        <servlet-mapping>
          <servlet-name>secured</servlet-name>
          <pattern><exists><var>request.uri.user</var></exists></pattern>
        </servlet-mapping>
        %s %s %s %s
        <login-config>
          <auth-method>DIGEST</auth-method><realm-name>offices</realm-name>
          <identity-assertion>
            <identity-assertion-scheme>P-Asserted-Identity</identity-assertion-scheme>
            <identity-assertion-support>SUPPORTED</identity-assertion-support>
          </identity-assertion>
        </login-config>
        <security-role><role-name>staff</role-name></security-role>
        <security-role><role-name>boss</role-name></security-role>
      </sip-app>
      """
          .formatted(
              constraint(
                  "<sip-method>MESSAGE</sip-method><sip-method>INVITE</sip-method>",
                  "",
                  "<role-name>staff</role-name>"),
              constraint(
                  "<sip-method>OPTIONS</sip-method>",
                  "<proxy-authentication/>",
                  "<role-name>*</role-name>"),
              constraint("<sip-method>PUBLISH</sip-method>", "", ""),
              constraint("<sip-method>REFER</sip-method>", "", "<role-name>staff</role-name>")
                  .replace(
                      "</security-constraint>",
                      "<user-data-constraint><transport-guarantee>CONFIDENTIAL</transport-guarantee>"
                          + "</user-data-constraint></security-constraint>"));

  private SipPhone phone;

  private static String constraint(String methods, String proxy, String roles) {
    return "<security-constraint><resource-collection><resource-name>x</resource-name>"
        + "<servlet-name>secured</servlet-name>"
        + methods
        + "</resource-collection>"
        + proxy
        + "<auth-constraint>"
        + roles
        + "</auth-constraint></security-constraint>";
  }

  @Deployment(testable = false)
  static WebArchive secured() {
    return war("secured", SecuredServlet.class.getPackage())
        .addAsWebInfResource(new StringAsset(SIP_XML), "sip.xml")
        .addAsResource(
            new StringAsset("sip.trusted-peers = 127.0.0.1"),
            "META-INF/microprofile-config.properties");
  }

  @BeforeEach
  void open() {
    phone = phone("udp");
  }

  @AfterEach
  void close() {
    phone.close();
  }

  @Override
  public SipPhone caller() {
    return phone;
  }
}
