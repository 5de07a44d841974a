package org.sipasync.cdi.route;

import java.math.BigDecimal;
import java.util.Map;
import java.util.function.Function;
import org.sipasync.Problem;

/** Converts an AVP to a route's type without loss. */
final class AvpType {
  private static final Map<Class<?>, Class<?>> BOXES =
      Map.of(
          int.class, Integer.class,
          long.class, Long.class,
          double.class, Double.class,
          boolean.class, Boolean.class,
          short.class, Short.class,
          byte.class, Byte.class,
          float.class, Float.class,
          char.class, Character.class);

  private static final Map<Class<?>, Function<BigDecimal, Object>> NUMBERS =
      Map.of(
          Integer.class, BigDecimal::intValueExact,
          Long.class, BigDecimal::longValueExact,
          Short.class, BigDecimal::shortValueExact,
          Byte.class, BigDecimal::byteValueExact,
          Double.class, BigDecimal::doubleValue,
          Float.class, BigDecimal::floatValue,
          BigDecimal.class, number -> number);

  private AvpType() {}

  /** Returns the class of a type's boxed values. */
  static Class<?> box(Class<?> type) {
    return BOXES.getOrDefault(type, type);
  }

  /**
   * Converts a value.
   *
   * @throws org.sipasync.SipAsyncException if it cannot be converted, naming the AVP, the route and
   *     both types
   */
  static Object convert(Object value, Class<?> wanted, String avp, String route) {
    Class<?> type = box(wanted);
    if (value == null && !wanted.isPrimitive() || type.isInstance(value)) {
      return value;
    }
    if (type == String.class) {
      return value.toString();
    }
    Function<BigDecimal, Object> number = NUMBERS.get(type);
    if (number != null && (value instanceof Number || value instanceof String)) {
      try {
        return number.apply(new BigDecimal(value.toString().trim()));
      } catch (ArithmeticException | NumberFormatException notThatNumber) {
        // reported below
      }
    }
    throw Problem.AVP_TYPE.exception(
        avp,
        value == null ? "nothing" : "a " + value.getClass().getName(),
        route,
        wanted.getName(),
        value == null ? type.getSimpleName() : value.getClass().getSimpleName());
  }
}
