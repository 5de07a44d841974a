package org.sipasync.payara.own;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.servlet.sip.SipServlet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sipasync.container.session.Access;
import org.sipasync.container.session.ApplicationContext;
import org.sipasync.digest.DigestSecrets;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Functions;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.function.Started;
import org.sipasync.payara.ReceivedRequest;
import org.sipasync.payara.WholeOperation;
import org.sipasync.payara.server.SipSettings;
import org.sipasync.payara.war.SipModule;
import org.sipasync.payara.war.SipXml;
import org.sipasync.spi.DeployedApplication;

/** Constraints with identities that trusted peers assert. */
@Tag("289-17")
class ConstraintAccessTest {
  private static final String SIP_XML =
      """
      <sip-app>
        <servlet>
          <servlet-name>some</servlet-name>
          <servlet-class>%s</servlet-class>
        </servlet>
        <security-constraint>
          <resource-collection><sip-method>MESSAGE</sip-method></resource-collection>
          <auth-constraint><role-name>staff</role-name></auth-constraint>
        </security-constraint>
        <security-constraint>
          <resource-collection><sip-method>OPTIONS</sip-method></resource-collection>
          <auth-constraint><role-name>*</role-name></auth-constraint>
        </security-constraint>
        <login-config>
          <identity-assertion>
            <identity-assertion-scheme>P-Asserted-Identity</identity-assertion-scheme>
            <identity-assertion-support>REQUIRED</identity-assertion-support>
          </identity-assertion>
        </login-config>
        <security-role><role-name>staff</role-name></security-role>
      </sip-app>
      """;

  /** A servlet to declare. */
  public static class Some extends SipServlet {
    private static final long serialVersionUID = 1L;
  }

  private final List<String> asked = new ArrayList<>();

  private static DigestSecrets store(List<String> asked) {
    return (user, realm, algorithm) -> {
      asked.add(user + " of '" + realm + "'");
      return Functions.done("store", Result.ok("unused"));
    };
  }

  /** An engine whose look-ups have one result. */
  private static DeployedApplication engine(Result found) {
    return (DeployedApplication)
        Proxy.newProxyInstance(
            ConstraintAccessTest.class.getClassLoader(),
            new Class<?>[] {DeployedApplication.class},
            (proxy, method, arguments) -> start(arguments, found));
  }

  @SuppressWarnings("unchecked")
  private static Object start(Object[] arguments, Result found) throws Exception {
    Started begun = ((AsyncFunction) arguments[1]).start(new WholeOperation(found));
    Consumer<Result> onEnd = (Consumer<Result>) arguments[2];
    ((Started.OnCompletion) begun).stage().thenAccept(onEnd);
    return null;
  }

  private ConstraintAccess access(Result found) {
    SipModule module = new SipModule("app");
    String xml = SIP_XML.formatted(Some.class.getName());
    SipXml.read(
        new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)),
        module,
        getClass().getClassLoader());
    module.complete();
    assertThat(module.mistakes).isEmpty();
    return new ConstraintAccess(
        module.security,
        ApplicationContext.NONE,
        () -> engine(found),
        store(asked),
        SipSettings.from(
                key ->
                    key.equals("sip.trusted-peers") ? Optional.of("192.0.2.1") : Optional.empty())
            .trustedPeers());
  }

  /** Checks a request; true if it is admitted. */
  private static boolean check(ConstraintAccess access, ReceivedRequest received)
      throws IOException {
    List<Access.Verdict> verdicts = new ArrayList<>();
    access.check(received.request, "some", verdicts::add);
    assertThat(verdicts).hasSize(1);
    return verdicts.get(0).apply(received.request);
  }

  private static ReceivedRequest request(String method, String peer, String... headers) {
    return new ReceivedRequest(method, "sip:bob@h", peer, null, headers);
  }

  private static final String ANNA = "P-Asserted-Identity: <sip:anna@offices.example>";

  @Test
  void userOfATrustedPeer() throws IOException {
    ReceivedRequest message = request("MESSAGE", "192.0.2.1", ANNA);
    assertThat(check(access(Result.ok("x").with("roles", "staff")), message)).isTrue();
    assertThat(message.request.getRemoteUser()).isEqualTo("sip:anna@offices.example");
    assertThat(message.request.isUserInRole("staff")).isTrue();
    assertThat(message.answers).isEmpty();
    assertThat(asked).containsExactly("sip:anna@offices.example of ''");
  }

  /** REQUIRED: nobody is challenged, and nobody is looked up. */
  @ParameterizedTest
  @CsvSource({"192.0.2.1,X: y", "192.0.2.2," + ANNA, "192.0.2.1,P-Asserted-Identity: nonsense"})
  void nobodyIsAsserted(String peer, String header) throws IOException {
    ReceivedRequest message = request("MESSAGE", peer, header);
    assertThat(check(access(Result.ok("x").with("roles", "staff")), message)).isFalse();
    assertThat(message.answers).containsExactly(403);
    assertThat(asked).isEmpty();
  }

  @Test
  void userWithoutTheRole() throws IOException {
    ReceivedRequest message = request("MESSAGE", "192.0.2.1", ANNA);
    assertThat(check(access(Result.ok("x").with("roles", "guest")), message)).isFalse();
    assertThat(message.answers).containsExactly(403);
  }

  @Test
  void userWhomTheStoreDoesNotKnowHasNoRoles() throws IOException {
    Result unknown = Result.failed(ReturnCodes.NOTHING_FOUND, null);
    ReceivedRequest message = request("MESSAGE", "192.0.2.1", ANNA);
    assertThat(check(access(unknown), message)).isFalse();
    assertThat(message.answers).containsExactly(403);
    assertThat(check(access(unknown), request("OPTIONS", "192.0.2.1", ANNA))).isTrue();
  }

  @Test
  void storeThatIsDown() throws IOException {
    Result down = Result.failed(ReturnCodes.ERROR, new IllegalStateException("down"));
    ReceivedRequest message = request("OPTIONS", "192.0.2.1", ANNA);
    assertThat(check(access(down), message)).isFalse();
    assertThat(message.answers).containsExactly(503);
  }
}
