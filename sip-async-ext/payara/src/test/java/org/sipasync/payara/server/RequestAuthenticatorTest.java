package org.sipasync.payara.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javax.servlet.sip.SipServletRequest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.digest.DigestAlgorithm;
import org.sipasync.digest.DigestSecrets;
import org.sipasync.digest.DigestSettings;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Functions;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.function.Started;
import org.sipasync.payara.ReceivedRequest;
import org.sipasync.payara.WholeOperation;
import org.sipasync.testkit.phone.Digest;

@Tag("C-G5")
class RequestAuthenticatorTest {
  private static final String URI = "sip:bob@192.0.2.9";

  private final List<AsyncFunction> asked = new ArrayList<>();
  private final WholeOperation operation =
      new WholeOperation(Result.ok(DigestAlgorithm.SHA_256.secret("anna", "offices", "secret")));
  private final DigestSecrets secrets = this::find;
  private final RequestAuthenticator authenticator =
      new RequestAuthenticator(DigestSettings.of("offices"), secrets);

  private AsyncFunction find(String user, String realm, DigestAlgorithm algorithm) {
    AsyncFunction find =
        Functions.done("store", Result.ok(algorithm.secret(user, realm, "secret")));
    asked.add(find);
    return find;
  }

  private static SipServletRequest request(String... headers) {
    return new ReceivedRequest("MESSAGE", URI, "192.0.2.1", null, headers).request;
  }

  private String credentials(String password) {
    List<String> challenges = new ArrayList<>();
    authenticator
        .refusal(request(), ReturnCodes.REJECTED)
        .getHeaders("WWW-Authenticate")
        .forEachRemaining(challenges::add);
    return "Authorization: "
        + Digest.of(challenges).orElseThrow().answer("MESSAGE", URI, "anna", password, 1);
  }

  private Result run(AsyncFunction function) throws Exception {
    Started.OnCompletion begun = (Started.OnCompletion) function.start(operation);
    return begun.stage().toCompletableFuture().getNow(null);
  }

  /** The application's code runs on the handler's thread only: the loop starts what it has made. */
  @Test
  void secretIsAskedForOnce() throws Exception {
    AsyncFunction function = authenticator.authenticate(request(credentials("secret")));
    assertThat(asked).hasSize(1);
    Result result = run(function);
    assertThat(result.isOk()).isTrue();
    assertThat(result.value()).isEqualTo("anna");
    assertThat(asked).hasSize(1);
    assertThat(operation.parts).isEqualTo(asked);
  }

  @Test
  void wrongPassword() throws Exception {
    AsyncFunction function = authenticator.authenticate(request(credentials("guess")));
    assertThat(run(function).returnCode()).isEqualTo(ReturnCodes.REJECTED);
  }
}
