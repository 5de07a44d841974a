/**
 * Application sessions, SIP sessions (a session is a dialog), their attributes, listeners, timers
 * and lanes.
 *
 * <p>What belongs to an application session is touched in its {@link
 * org.sipasync.container.session.Lane} only, but for attributes and what says otherwise.
 */
package org.sipasync.container.session;
