package org.sipasync.functions.radius;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.aaa4j.radius.core.attribute.Attribute;
import org.aaa4j.radius.core.attribute.Data;
import org.aaa4j.radius.core.attribute.EnumData;
import org.aaa4j.radius.core.attribute.IntegerData;
import org.aaa4j.radius.core.attribute.Ipv4AddrData;
import org.aaa4j.radius.core.attribute.Ipv6AddrData;
import org.aaa4j.radius.core.attribute.StringData;
import org.aaa4j.radius.core.attribute.TextData;
import org.aaa4j.radius.core.dictionary.AttributeDefinition;
import org.aaa4j.radius.core.dictionary.Dictionary;
import org.aaa4j.radius.core.dictionary.dictionaries.StandardDictionary;

/** RADIUS attributes by their names in IANA's registry. */
final class Attributes {
  static final Dictionary DICTIONARY = new StandardDictionary();
  private static final int MAX_LENGTH = 253;
  private static final int NAMED = 256;

  private Attributes() {}

  /** Creates an attribute from a value of a suitable type. */
  static Attribute<?> of(String name, Object value) {
    AttributeDefinition<?, ?> definition = DICTIONARY.getAttributeDefinition(name);
    if (definition == null) {
      throw new IllegalArgumentException("unknown RADIUS attribute " + name);
    }
    return build(definition, data(name, definition.getDataClass(), value));
  }

  @SuppressWarnings("unchecked")
  private static <D extends Data> Attribute<D> build(AttributeDefinition<?, D> of, Data data) {
    return of.getAttributeFactory().build((D) data);
  }

  private static Data data(String name, Class<?> type, Object value) {
    if (type == TextData.class) {
      checked(name, value.toString().getBytes(StandardCharsets.UTF_8));
      return new TextData(value.toString());
    }
    if (type == StringData.class) {
      return new StringData(checked(name, bytes(value)));
    }
    if (type == IntegerData.class && value instanceof Number number) {
      return new IntegerData(Math.toIntExact(number.longValue()));
    }
    if (type == EnumData.class && value instanceof Number number) {
      return new EnumData(Math.toIntExact(number.longValue()));
    }
    if (type == Ipv4AddrData.class && value instanceof Inet4Address address) {
      return new Ipv4AddrData(address);
    }
    if (type == Ipv6AddrData.class && value instanceof Inet6Address address) {
      return new Ipv6AddrData(address);
    }
    throw new IllegalArgumentException(
        "RADIUS attribute %s (%s) does not take a %s"
            .formatted(
                name, type.getSimpleName().replace("Data", ""), value.getClass().getSimpleName()));
  }

  private static byte[] bytes(Object value) {
    return value instanceof byte[] bytes
        ? bytes.clone()
        : value.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] checked(String name, byte[] bytes) {
    if (bytes.length == 0 || bytes.length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "RADIUS attribute %s takes 1 to %d bytes, not %d"
              .formatted(name, MAX_LENGTH, bytes.length));
    }
    return bytes;
  }

  /** Returns the values of an answer's attributes by name, without vendor attributes. */
  static Map<String, List<Object>> values(List<Attribute<?>> attributes) {
    Map<String, List<Object>> values = new LinkedHashMap<>();
    for (Attribute<?> attribute : attributes) {
      AttributeDefinition<?, ?> definition =
          attribute.getType().head() < NAMED
              ? DICTIONARY.getAttributeDefinition(attribute.getType())
              : null;
      Object value = value(attribute.getData());
      if (definition != null && value != null) {
        values.computeIfAbsent(definition.getName(), name -> new ArrayList<>()).add(value);
      }
    }
    return values;
  }

  private static Object value(Data data) {
    if (data instanceof TextData text) {
      return text.getValue();
    }
    if (data instanceof StringData bytes) {
      return bytes.getValue();
    }
    if (data instanceof IntegerData number) {
      return Integer.toUnsignedLong(number.getValue());
    }
    if (data instanceof EnumData number) {
      return Integer.toUnsignedLong(number.getValue());
    }
    if (data instanceof Ipv4AddrData address) {
      return address.getValue();
    }
    if (data instanceof Ipv6AddrData address) {
      return address.getValue();
    }
    return null;
  }
}
