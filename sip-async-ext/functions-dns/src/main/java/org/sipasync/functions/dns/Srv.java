package org.sipasync.functions.dns;

import java.io.Serializable;

/**
 * Where a service is to be had (RFC 2782).
 *
 * @param priority lower ones are tried first
 * @param weight among the same priority, how often this one is tried first
 * @param port the port, 0 to 65535
 * @param target the host, without a trailing dot; not null
 */
public record Srv(int priority, int weight, int port, String target) implements Serializable {}
