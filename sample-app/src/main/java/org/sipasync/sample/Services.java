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

/** The sample's HTTP services, as functions. */
@ApplicationScoped
public class Services {
  /** Cached, because {@code Json} searches the jars for its provider on each call. */
  private static final JsonBuilderFactory BUILDERS = Json.createBuilderFactory(null);

  @Inject Rest rest;

  private String backend;

  /** Sets the backend: this WAR's own, unless configured. */
  @Inject
  void find(
      @ConfigProperty(name = "sample.backend.url") Optional<String> configured,
      @ConfigProperty(name = "payara.instance.http.port", defaultValue = "8080") int port) {
    backend = configured.orElse("http://127.0.0.1:" + port + "/backend");
  }

  /** Requests a decision about a call, which the backend delays. */
  HttpCall decision(int delayMillis, String action) {
    return rest.get(
        Url.of(backend + "/decision?delay={delay}&action={action}")
            .with("delay", Integer.toString(delayMillis))
            .with("action", action));
  }

  /** Returns the URL of the same request, for blocking code. */
  String decisionUrl(int delayMillis, String action) {
    return backend + "/decision?delay=" + delayMillis + "&action=" + action;
  }

  /** Sends a push notification to a device. */
  HttpCall push(String device) {
    return rest.post(backend + "/push").body(device, "text/plain");
  }

  /** Reports a call to fraud detection and traffic statistics. */
  HttpCall traffic(String method, String callId) {
    String event =
        BUILDERS.createObjectBuilder().add("method", method).add("call", callId).build().toString();
    return rest.post(backend + "/traffic").body(event, "application/json");
  }
}
