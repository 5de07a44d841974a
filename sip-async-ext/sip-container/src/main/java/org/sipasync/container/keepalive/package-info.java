/**
 * Session timers (RFC 4028) of one dialog: negotiation in INVITE and UPDATE, the timer, and the
 * session descriptions that refreshes repeat. Knows messages and timers only; the package {@code
 * dispatch} sends what is to be sent.
 */
package org.sipasync.container.keepalive;
