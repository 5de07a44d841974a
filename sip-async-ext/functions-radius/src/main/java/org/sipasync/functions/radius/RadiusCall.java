package org.sipasync.functions.radius;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.aaa4j.radius.core.attribute.Attribute;
import org.aaa4j.radius.core.attribute.StringData;
import org.aaa4j.radius.core.attribute.attributes.MessageAuthenticator;
import org.aaa4j.radius.core.attribute.attributes.UserPassword;
import org.aaa4j.radius.core.packet.Packet;
import org.aaa4j.radius.core.packet.packets.AccessRequest;
import org.aaa4j.radius.core.packet.packets.AccountingRequest;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Operation;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.function.Started;
import org.sipasync.support.ConcurrencyLimit;

/**
 * One request. Immutable. The value is the answer's attributes as a {@code Map<String,
 * List<Object>>}. Not serialisable, because it references its {@link Radius}.
 */
public final class RadiusCall implements AsyncFunction {
  private static final int MAX_PASSWORD = 128;

  private final Radius radius;
  private final boolean accounting;
  private final List<Attribute<?>> attributes;
  private final Map<String, String> replies;

  private RadiusCall(
      Radius radius,
      boolean accounting,
      List<Attribute<?>> attributes,
      Map<String, String> replies) {
    this.radius = radius;
    this.accounting = accounting;
    this.attributes = attributes;
    this.replies = replies;
  }

  /**
   * Creates an Access-Request; the signature comes first, because a forger could use a prefix
   * (CVE-2024-3596).
   */
  static RadiusCall access(Radius radius) {
    return new RadiusCall(radius, false, List.of(new MessageAuthenticator()), Map.of())
        .with("NAS-Identifier", radius.settings().nasIdentifier());
  }

  static RadiusCall accounting(Radius radius, Radius.Acct status) {
    return new RadiusCall(radius, true, List.of(), Map.of())
        .with("NAS-Identifier", radius.settings().nasIdentifier())
        .with("Acct-Status-Type", status.value());
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
    List<Attribute<?>> more = new ArrayList<>(attributes);
    more.add(attribute);
    return new RadiusCall(radius, accounting, List.copyOf(more), replies);
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
    Map<String, String> more = new LinkedHashMap<>(replies);
    more.put(Objects.requireNonNull(avp, "avp"), name);
    return new RadiusCall(radius, accounting, attributes, Map.copyOf(more));
  }

  boolean isAccounting() {
    return accounting;
  }

  Packet packet() {
    return accounting ? new AccountingRequest(attributes) : new AccessRequest(attributes);
  }

  /** Returns the result of an answer, including a rejection's attributes. */
  Result result(int returnCode, List<Attribute<?>> answer) {
    Map<String, List<Object>> values = Attributes.values(answer);
    Map<String, Object> outputs = new LinkedHashMap<>();
    replies.forEach(
        (avp, name) -> {
          if (values.containsKey(name)) {
            outputs.put(avp, values.get(name).get(0));
          }
        });
    return new Result(returnCode, values, outputs, null);
  }

  @Override
  public String name() {
    return accounting ? "radius_acct" : "radius_auth";
  }

  @Override
  public Started start(Operation operation) {
    ConcurrencyLimit.Permit permit;
    try {
      permit = radius.limit().acquire();
    } catch (RejectedExecutionException full) {
      return new Started.NotStarted(ReturnCodes.SHED, full);
    }
    RadiusRequest request =
        new RadiusRequest(
            this,
            radius.settings(),
            accounting ? radius.settings().acctServers() : radius.settings().authServers(),
            radius.resolver(),
            operation);
    request.answer().whenComplete((result, failure) -> permit.release());
    request.askNext();
    return new Started.OnCompletion(request.answer(), request::abort);
  }

  /** Omits the attributes, which may be secrets. */
  @Override
  public String toString() {
    return name() + " with " + attributes.size() + " attributes";
  }
}
