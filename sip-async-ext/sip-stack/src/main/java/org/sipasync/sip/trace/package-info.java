/**
 * Sight of the SIP messages on the wire: a ring of the last ones, a HEP sender, a log. All are fed
 * by one tap of the transports, which masks credentials first.
 */
package org.sipasync.sip.trace;
