package org.sipasync.container.message;

import java.security.Principal;
import java.util.function.Predicate;

/**
 * Authenticated sender of a request. Immutable.
 *
 * @param roles true for the names of roles, as its servlet knows them, that the sender is in
 */
public record Caller(Principal principal, Predicate<String> roles) {}
