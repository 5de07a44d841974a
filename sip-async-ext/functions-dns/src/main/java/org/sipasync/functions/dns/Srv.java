package org.sipasync.functions.dns;

import java.io.Serializable;

/**
 * A server of a service (RFC 2782).
 *
 * @param priority lower values are tried first
 * @param weight relative probability of being tried first within a priority
 * @param port the port, 0 to 65535
 * @param target the host, without a trailing dot; not null
 */
public record Srv(int priority, int weight, int port, String target) implements Serializable {}
