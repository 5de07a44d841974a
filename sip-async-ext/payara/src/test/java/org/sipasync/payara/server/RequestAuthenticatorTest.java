package org.sipasync.payara.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.servlet.sip.SipServletRequest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sipasync.container.message.MessageContext;
import org.sipasync.container.message.MessageOrigin;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.message.Routing;
import org.sipasync.digest.DigestAlgorithm;
import org.sipasync.digest.DigestSecrets;
import org.sipasync.digest.DigestSettings;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Functions;
import org.sipasync.function.Operation;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.function.Started;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipParser;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.testkit.phone.Digest;

@Tag("C-G5")
class RequestAuthenticatorTest {
  private static final String URI = "sip:bob@192.0.2.9";

  private final List<AsyncFunction> asked = new ArrayList<>();
  private final List<AsyncFunction> started = new ArrayList<>();
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
    String text =
        "MESSAGE "
            + URI
            + " SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
            + "From: <sip:anna@offices>;tag=a\r\nTo: <sip:bob@offices>\r\n"
            + "Call-ID: 1\r\nCSeq: 1 MESSAGE\r\nMax-Forwards: 70\r\n"
            + String.join("\r\n", headers)
            + (headers.length == 0 ? "" : "\r\n")
            + "\r\n";
    try {
      return new RequestFacade(
          (SipRequest) SipParser.parse(text.getBytes(StandardCharsets.UTF_8)),
          (MessageContext)
              Proxy.newProxyInstance(
                  MessageContext.class.getClassLoader(),
                  new Class<?>[] {MessageContext.class},
                  (proxy, method, arguments) -> null),
          new MessageOrigin(
              new InetSocketAddress("192.0.2.9", 5060),
              new InetSocketAddress("192.0.2.1", 5060),
              "UDP",
              false),
          Routing.initialRequest());
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
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
    Started.OnCompletion begun = (Started.OnCompletion) function.start(new Whole());
    return begun.stage().toCompletableFuture().getNow(null);
  }

  /** An operation whose parts have their results at once. */
  private final class Whole implements Operation {
    @Override
    public java.time.Duration remaining() {
      return java.time.Duration.ofSeconds(1);
    }

    @Override
    public java.util.concurrent.Executor pool() {
      return Runnable::run;
    }

    @Override
    public Part start(AsyncFunction function) {
      started.add(function);
      Result found = Result.ok(DigestAlgorithm.SHA_256.secret("anna", "offices", "secret"));
      return new Part() {
        @Override
        public CompletableFuture<Result> result() {
          return CompletableFuture.completedFuture(found);
        }

        @Override
        public void abort() {}
      };
    }
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
    assertThat(started).isEqualTo(Collections.singletonList(asked.get(0)));
  }

  @Test
  void wrongPassword() throws Exception {
    AsyncFunction function = authenticator.authenticate(request(credentials("guess")));
    assertThat(run(function).returnCode()).isEqualTo(ReturnCodes.REJECTED);
  }
}
