package org.sipasync.console;

import java.util.Map;
import org.sipasync.admin.OperationEvent;
import org.sipasync.admin.OperationKind;
import org.sipasync.function.ReturnCodes;

/** Steps of operations in words. The page says the same. */
final class LadderNotes {
  private static final Map<Integer, String> CODES =
      Map.of(
          ReturnCodes.ERROR, "error",
          ReturnCodes.CONNECT_TIMEOUT, "connect timeout",
          ReturnCodes.DEADLINE, "deadline",
          ReturnCodes.SHED, "shed",
          ReturnCodes.SHUTDOWN, "shutdown",
          ReturnCodes.BREAKER_OPEN, "circuit open",
          ReturnCodes.CANCELLED, "cancelled by an operator",
          ReturnCodes.NODE_LOST, "node lost",
          ReturnCodes.NOTHING_FOUND, "nothing found",
          ReturnCodes.REJECTED, "rejected");

  private LadderNotes() {}

  static String of(OperationEvent event) {
    return switch (event.step()) {
      case STARTED ->
          (event.kind() == OperationKind.SUSPENDED ? event.method() + " suspended: " : "")
              + event.function()
              + " starts"
              + to(event);
      case ENDED ->
          event.function()
              + (event.returnCode() == null
                  ? " abandoned"
                  : " returned " + code(event.returnCode()))
              + " after "
              + event.took().toMillis()
              + " ms";
      case RESUMED -> "route " + event.route() + " of " + event.application() + " runs";
    };
  }

  private static String to(OperationEvent event) {
    return event.kind() == OperationKind.SUSPENDED ? ", to resume in " + event.route() : "";
  }

  private static String code(int code) {
    String name = CODES.get(code);
    return name == null ? Integer.toString(code) : code + " (" + name + ")";
  }
}
