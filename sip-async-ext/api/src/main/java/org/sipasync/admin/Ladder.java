package org.sipasync.admin;

import java.util.List;

/**
 * Ladder of one or more calls: their messages and the steps of their operations, each oldest first.
 *
 * @param messages the captured messages; never null
 * @param operations the steps of operations; never null
 * @param isCut true if there are more messages than were asked for, or older ones were overwritten
 */
public record Ladder(
    List<CapturedMessage> messages, List<OperationEvent> operations, boolean isCut) {}
