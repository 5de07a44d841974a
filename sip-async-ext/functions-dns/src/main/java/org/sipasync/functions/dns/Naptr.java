package org.sipasync.functions.dns;

import java.io.Serializable;

/**
 * A rule that rewrites a name (RFC 3403). All of it comes from the zone's owner: do not trust it.
 *
 * @param order lower ones come first
 * @param preference within an order, lower ones come first
 * @param flags such as {@code "u"} or {@code "s"}; not null
 * @param service such as {@code "E2U+sip"} or {@code "SIP+D2U"}; not null
 * @param regexp a substitution as in {@code "!^.*$!sip:info@example.com!"}, or empty; not null
 * @param replacement the next name, without a trailing dot; empty if there is none; not null
 */
public record Naptr(
    int order, int preference, String flags, String service, String regexp, String replacement)
    implements Serializable {}
