/**
 * Application sessions, SIP sessions (a session is a dialog), their attributes, listeners, timers
 * and lanes.
 *
 * <p>The state of an application session is confined to its {@link
 * org.sipasync.container.session.Lane}, except attributes and what is documented as thread-safe.
 */
package org.sipasync.container.session;
