package org.sipasync.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.sipasync.AsyncFunction;

/** The notification service that wakes devices up, spoken to over HTTP. */
@ApplicationScoped
public class PushGateway {
  @Inject
  @ConfigProperty(
      name = "sample.push.url",
      defaultValue = "http://127.0.0.1:8080/sample-app/backend/push")
  String url;

  private final Client client =
      ClientBuilder.newBuilder()
          .connectTimeout(1, TimeUnit.SECONDS)
          .readTimeout(2, TimeUnit.SECONDS)
          .build();

  /** Tells the gateway to wake a device up. Blocks: a function for launch. */
  @AsyncFunction("push")
  int push(String device) {
    try (Response answer = client.target(url).request().post(Entity.text(device))) {
      if (answer.getStatus() != 200) {
        throw new ProcessingException("the push gateway answered " + answer.getStatus());
      }
      return answer.getStatus();
    }
  }
}
