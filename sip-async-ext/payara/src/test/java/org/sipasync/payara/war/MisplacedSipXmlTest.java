package org.sipasync.payara.war;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletContext;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("289-19")
class MisplacedSipXmlTest {
  /** A WAR with one resource. */
  private static ServletContext war(String resource) {
    return (ServletContext)
        Proxy.newProxyInstance(
            MisplacedSipXmlTest.class.getClassLoader(),
            new Class<?>[] {ServletContext.class},
            (proxy, method, arguments) ->
                arguments[0].equals(resource) ? new URL("file:/war" + resource) : null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "META-INF/sip.xml",
        "sip.xml",
        "WEB-INF/classes/sip.xml",
        "WEB-INF/classes/META-INF/sip.xml",
      })
  void elsewhere(String place) throws MalformedURLException {
    assertThat(MisplacedSipXml.find(war("/" + place)))
        .contains(place + " is not read: it belongs to WEB-INF/sip.xml");
  }

  @Test
  void nowhere() throws MalformedURLException {
    assertThat(MisplacedSipXml.find(war("/index.html"))).isEmpty();
  }
}
