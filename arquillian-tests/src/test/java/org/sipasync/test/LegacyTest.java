package org.sipasync.test;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.test.legacy.Greeter;
import org.sipasync.testkit.phone.SipMessage;
import org.sipasync.testkit.phone.SipPhone;

/** An application ported from another container: sip.xml with mappings, no CDI. */
@ArquillianTest
class LegacyTest extends InContainer {

  @Deployment(testable = false)
  static WebArchive legacy() {
    return ShrinkWrap.create(WebArchive.class, "legacy.war")
        .addPackage(Greeter.class.getPackage())
        .addAsWebInfResource(
            new StringAsset(
                """
                <sip-app xmlns="http://www.jcp.org/xml/ns/sipservlet">
                  <app-name>legacy</app-name>
                  <servlet>
                    <servlet-name>greeter</servlet-name>
                    <servlet-class>org.sipasync.test.legacy.Greeter</servlet-class>
                  </servlet>
                  <servlet>
                    <servlet-name>helper</servlet-name>
                    <servlet-class>org.sipasync.test.legacy.Helper</servlet-class>
                  </servlet>
                  <servlet-mapping>
                    <servlet-name>helper</servlet-name>
                    <pattern><equal>
                      <var>request.method</var><value>SUBSCRIBE</value>
                    </equal></pattern>
                  </servlet-mapping>
                  <servlet-mapping>
                    <servlet-name>greeter</servlet-name>
                    <pattern><exists><var>request.uri.user</var></exists></pattern>
                  </servlet-mapping>
                </sip-app>
                """),
            "sip.xml");
  }

  @Test
  @Tag("C-G4")
  @Tag("C-G8")
  @DisplayName("C-G4: mappings choose the servlet; C-G8: a ServletContextListener is called")
  void mapped() {
    try (SipPhone phone = phone("udp")) {
      SipMessage greeting = phone.request("OPTIONS", "anyone").expect(200);
      assertThat(greeting.header("X-Started")).isEqualTo("yes");
      assertThat(greeting.header("X-Resource")).as("@Resource, no CDI").isEqualTo("sip:a@b");
      assertThat(greeting.header("X-Made")).as("a request of its own").isEqualTo("MESSAGE");
      phone.request("SUBSCRIBE", "anyone", "Event: presence").expect(202);
    }
  }

  @Test
  @Tag("C-G3")
  @Tag("C-G10")
  @DisplayName("C-G3: getNamedDispatcher finds a SIP servlet; C-G10: misspelt constants compile")
  void dispatched() {
    try (SipPhone phone = phone("udp")) {
      phone.request("MESSAGE", "anyone", "X-Do: busy").expect(480);
      phone.request("MESSAGE", "anyone").expect(604);
    }
  }
}
