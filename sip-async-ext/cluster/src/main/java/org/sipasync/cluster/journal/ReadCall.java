package org.sipasync.cluster.journal;

/**
 * A call in the journal of a dead node.
 *
 * @param transactionKey its transaction
 * @param record its record, not to be changed
 * @param response its final response, if that was fixed; else null
 * @param decidedAt time of the decision on the owner's clock, in milliseconds
 * @param isDoubtful true if a lost piece may have held its final response
 */
public record ReadCall(
    String transactionKey, byte[] record, byte[] response, long decidedAt, boolean isDoubtful) {}
