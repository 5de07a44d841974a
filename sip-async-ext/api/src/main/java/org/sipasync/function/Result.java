package org.sipasync.function;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Result of an operation: a return code, a main value, named outputs and, on failure, the cause.
 * Immutable and thread-safe.
 *
 * @param returnCode positive for success, negative for failure, never zero (rule A5)
 * @param value the main value, or null if the function has none
 * @param outputs outputs by AVP name; never null
 * @param cause cause of a failure, or null
 */
public record Result(int returnCode, Object value, Map<String, Object> outputs, Throwable cause) {

  public Result {
    if (returnCode == 0) {
      throw new IllegalArgumentException(
          "a return code is above zero for success or below zero for failure, never 0");
    }
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /** Returns a success without a value. */
  public static Result ok() {
    return ok(null);
  }

  /** Returns a success with a main value, which may be null. */
  public static Result ok(Object value) {
    return new Result(ReturnCodes.OK, value, Map.of(), null);
  }

  /**
   * Returns a failure.
   *
   * @param returnCode negative
   * @param cause the cause, or null if the code says it all
   */
  public static Result failed(int returnCode, Throwable cause) {
    if (returnCode > 0) {
      throw new IllegalArgumentException("a failure's return code is below zero: " + returnCode);
    }
    return new Result(returnCode, null, Map.of(), cause);
  }

  /** Returns this result with one more output. */
  public Result with(String output, Object outputValue) {
    Map<String, Object> more = new LinkedHashMap<>(outputs);
    more.put(Objects.requireNonNull(output, "output"), outputValue);
    return new Result(returnCode, value, more, cause);
  }

  /** Returns true if the operation succeeded. */
  public boolean isOk() {
    return returnCode > 0;
  }
}
