package org.sipasync.function;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What an operation came to: a return code, a main value, named outputs and, when it failed, the
 * cause. Immutable; handed over between threads.
 *
 * @param returnCode above zero for success, below for failure, never zero (rule A5)
 * @param value the main value, or null when the function has none
 * @param outputs outputs by the name of the AVP that receives them; never null
 * @param cause why it failed, or null
 */
public record Result(int returnCode, Object value, Map<String, Object> outputs, Throwable cause) {

  public Result {
    if (returnCode == 0) {
      throw new IllegalArgumentException(
          "a return code is above zero for success or below zero for failure, never 0");
    }
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /** Success without a value. */
  public static Result ok() {
    return ok(null);
  }

  /** Success with a main value, which may be null. */
  public static Result ok(Object value) {
    return new Result(ReturnCodes.OK, value, Map.of(), null);
  }

  /**
   * Failure.
   *
   * @param returnCode below zero
   * @param cause why, or null when the code says it all
   */
  public static Result failed(int returnCode, Throwable cause) {
    if (returnCode > 0) {
      throw new IllegalArgumentException("a failure's return code is below zero: " + returnCode);
    }
    return new Result(returnCode, null, Map.of(), cause);
  }

  /** This result with one more output. */
  public Result with(String output, Object outputValue) {
    Map<String, Object> more = new LinkedHashMap<>(outputs);
    more.put(Objects.requireNonNull(output, "output"), outputValue);
    return new Result(returnCode, value, more, cause);
  }

  /** Whether the operation succeeded. */
  public boolean isOk() {
    return returnCode > 0;
  }
}
