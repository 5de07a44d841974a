package org.sipasync.sip.transaction;

import org.sipasync.sip.transport.Flow;

/**
 * The properties of a received request that a server transaction needs.
 *
 * @param flow the way back
 * @param bytes size of the request
 * @param origin hash of From tag, Call-ID and CSeq; 0 if it cannot be a merged request
 * @param merged true if a request of the same origin is in the table
 */
record Arrival(TransactionKey key, Flow flow, int bytes, long origin, boolean merged) {}
