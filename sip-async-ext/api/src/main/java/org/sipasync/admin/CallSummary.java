package org.sipasync.admin;

import java.time.Instant;

/**
 * One call, or another exchange of one Call-ID, among the captured messages. Texts may be
 * untrusted: escape them.
 *
 * @param callId its Call-ID
 * @param first time of the first captured message
 * @param last time of the last captured message
 * @param messages number of captured messages
 * @param method method of the first one
 * @param from From of the first one
 * @param to To of the first one
 * @param status last status of a response to that method; 0 if there is none
 */
public record CallSummary(
    String callId,
    Instant first,
    Instant last,
    int messages,
    String method,
    String from,
    String to,
    int status) {}
