package org.sipasync.test;

import java.net.CookieManager;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.sipasync.test.web.PhoneServlet;

/** Application of {@link SpecOfConverged}. */
@ArquillianTest
class ConvergedTest extends InContainer implements SpecOfConverged {
  private static final String ERROR_PAGE =
      """
      <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
        <error-page><error-code>418</error-code><location>/call</location></error-page>
      </web-app>
      """;

  @ArquillianResource URL address;

  private final HttpClient browser =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

  /** HTTP servlets are no beans in this mode. */
  @Deployment(testable = false)
  static WebArchive web() {
    return ShrinkWrap.create(WebArchive.class, "web.war")
        .addPackage(PhoneServlet.class.getPackage())
        .addAsWebInfResource(
            new StringAsset("<beans bean-discovery-mode=\"annotated\"/>"), "beans.xml")
        .setWebXML(new StringAsset(ERROR_PAGE));
  }

  private String get(HttpClient client, String query) throws Exception {
    URI uri = URI.create("http://127.0.0.1:%d/web/call?%s".formatted(address.getPort(), query));
    return client
        .send(
            HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(60)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Override
  public String get(String query) throws Exception {
    return get(browser, query);
  }

  @Override
  public int httpPort() {
    return address.getPort();
  }
}
