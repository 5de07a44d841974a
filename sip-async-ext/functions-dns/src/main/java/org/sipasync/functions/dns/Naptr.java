package org.sipasync.functions.dns;

import java.io.Serializable;

/**
 * A rule that rewrites a name (RFC 3403). The zone's owner controls all of it: do not trust it.
 *
 * @param order lower values come first
 * @param preference lower values come first within an order
 * @param flags such as {@code "u"} or {@code "s"}; not null
 * @param service such as {@code "E2U+sip"} or {@code "SIP+D2U"}; not null
 * @param regexp a substitution as in {@code "!^.*$!sip:info@example.com!"}, or empty; not null
 * @param replacement the next name, without a trailing dot; empty if there is none; not null
 */
public record Naptr(
    int order, int preference, String flags, String service, String regexp, String replacement)
    implements Serializable {}
