package org.sipasync.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonBuilderFactory;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.sipasync.functions.rest.HttpCall;
import org.sipasync.functions.rest.Rest;
import org.sipasync.functions.rest.Url;

/** The HTTP services that the sample talks to, as functions to wait for. */
@ApplicationScoped
public class Services {
  /** Kept: {@code Json} looks through the jars for its provider with each call. */
  private static final JsonBuilderFactory BUILDERS = Json.createBuilderFactory(null);

  @Inject Rest rest;

  private String backend;

  /** The backend: this WAR's own, unless configured. */
  @Inject
  void find(
      @ConfigProperty(name = "sample.backend.url") Optional<String> configured,
      @ConfigProperty(name = "payara.instance.http.port", defaultValue = "8080") int port) {
    backend = configured.orElse("http://127.0.0.1:" + port + "/backend");
  }

  /** Asks what to do with a call; the backend thinks for a while. */
  HttpCall decision(int delayMillis, String action) {
    return rest.get(
        Url.of(backend + "/decision?delay={delay}&action={action}")
            .with("delay", Integer.toString(delayMillis))
            .with("action", action));
  }

  /** The same question as an address, for those who block. */
  String decisionUrl(int delayMillis, String action) {
    return backend + "/decision?delay=" + delayMillis + "&action=" + action;
  }

  /** Wakes a device up. */
  HttpCall push(String device) {
    return rest.post(backend + "/push").body(device, "text/plain");
  }

  /** Tells those who look for fraud and measure traffic that there was a call. */
  HttpCall traffic(String method, String callId) {
    String event =
        BUILDERS.createObjectBuilder().add("method", method).add("call", callId).build().toString();
    return rest.post(backend + "/traffic").body(event, "application/json");
  }
}
