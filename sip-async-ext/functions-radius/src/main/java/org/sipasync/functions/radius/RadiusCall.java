package org.sipasync.functions.radius;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.aaa4j.radius.core.attribute.Attribute;
import org.aaa4j.radius.core.attribute.StringData;
import org.aaa4j.radius.core.attribute.attributes.MessageAuthenticator;
import org.aaa4j.radius.core.attribute.attributes.UserPassword;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Operation;
import org.sipasync.function.ReturnCodes;
import org.sipasync.function.Started;
import org.sipasync.support.ConcurrencyLimit;

/**
 * One request. Immutable. The value is the answer's attributes as a {@code Map<String,
 * List<Object>>}. Not serialisable, because it references its {@link Radius}.
 */
public final class RadiusCall implements AsyncFunction {
  private static final int MAX_PASSWORD = 128;

  private final RadiusClient client;
  private final RequestAttributes attributes;

  private RadiusCall(RadiusClient client, RequestAttributes attributes) {
    this.client = client;
    this.attributes = attributes;
  }

  /**
   * Creates an Access-Request; the signature comes first, because a forger could use a prefix
   * (CVE-2024-3596).
   */
  static RadiusCall access(RadiusClient client) {
    return of(client, new RequestAttributes(false, List.of(new MessageAuthenticator()), Map.of()));
  }

  static RadiusCall accounting(RadiusClient client, int status) {
    return of(client, new RequestAttributes(true, List.of(), Map.of()))
        .with("Acct-Status-Type", status);
  }

  private static RadiusCall of(RadiusClient client, RequestAttributes attributes) {
    return new RadiusCall(client, attributes)
        .with("NAS-Identifier", client.settings().nasIdentifier());
  }

  /**
   * Adds an attribute.
   *
   * @param name as registered with IANA, such as {@code Called-Station-Id}; not null
   * @param value a text, a number, an address or bytes, as the attribute requires; not null
   * @throws IllegalArgumentException if the attribute is unknown or the value unsuitable
   */
  public RadiusCall with(String name, Object value) {
    Objects.requireNonNull(name, "name");
    return with(Attributes.of(name, Objects.requireNonNull(value, "value")));
  }

  RadiusCall withPassword(String password) {
    byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_PASSWORD) {
      throw new IllegalArgumentException(
          "a password of " + bytes.length + " bytes; RADIUS takes " + MAX_PASSWORD);
    }
    return with(new UserPassword(new StringData(bytes)));
  }

  private RadiusCall with(Attribute<?> attribute) {
    return new RadiusCall(client, attributes.with(attribute));
  }

  /**
   * Stores the first value of an attribute of the answer in an AVP, if present.
   *
   * @param name as registered with IANA, such as {@code Session-Timeout}; not null
   */
  public RadiusCall reply(String name, String avp) {
    if (Attributes.DICTIONARY.getAttributeDefinition(name) == null) {
      throw new IllegalArgumentException("unknown RADIUS attribute " + name);
    }
    return new RadiusCall(client, attributes.reply(name, Objects.requireNonNull(avp, "avp")));
  }

  @Override
  public String name() {
    return attributes.isAccounting() ? "radius_acct" : "radius_auth";
  }

  @Override
  public Started start(Operation operation) {
    ConcurrencyLimit.Permit permit;
    try {
      permit = client.limit().acquire();
    } catch (RejectedExecutionException full) {
      return new Started.NotStarted(ReturnCodes.SHED, full);
    }
    RadiusRequest request = new RadiusRequest(client, attributes, operation);
    request.answer().whenComplete((result, failure) -> permit.release());
    request.askNext();
    return new Started.OnCompletion(request.answer(), request::abort);
  }

  /** Omits the attributes, which may be secrets. */
  @Override
  public String toString() {
    return name() + " with " + attributes.attributes().size() + " attributes";
  }
}
