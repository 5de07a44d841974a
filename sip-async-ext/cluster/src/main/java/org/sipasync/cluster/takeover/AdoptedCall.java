package org.sipasync.cluster.takeover;

import org.sipasync.cluster.call.StoredCall;

/**
 * A dead member's call in this node's journal.
 *
 * @param call the call
 * @param response its final response; null if none was fixed
 */
record AdoptedCall(StoredCall call, byte[] response) {}
