package org.sipasync.functions.radius;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aaa4j.radius.core.attribute.Attribute;
import org.aaa4j.radius.core.packet.Packet;
import org.aaa4j.radius.core.packet.packets.AccessRequest;
import org.aaa4j.radius.core.packet.packets.AccountingRequest;
import org.sipasync.function.Result;

/**
 * A request's attributes, and those wanted of its answer. Immutable.
 *
 * @param isAccounting false for an Access-Request
 * @param replies attributes of the answer, by AVP
 */
record RequestAttributes(
    boolean isAccounting, List<Attribute<?>> attributes, Map<String, String> replies) {

  RequestAttributes with(Attribute<?> attribute) {
    List<Attribute<?>> more = new ArrayList<>(attributes);
    more.add(attribute);
    return new RequestAttributes(isAccounting, List.copyOf(more), replies);
  }

  RequestAttributes reply(String name, String avp) {
    Map<String, String> more = new LinkedHashMap<>(replies);
    more.put(avp, name);
    return new RequestAttributes(isAccounting, attributes, Map.copyOf(more));
  }

  Packet packet() {
    return isAccounting ? new AccountingRequest(attributes) : new AccessRequest(attributes);
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
}
