/**
 * Types of SIP Servlet 2.0 (JSR 359) that the API jar, which is JSR 289's, does not have. Sessions
 * and messages of the container implement them: {@link org.sipasync.jsr359.SipSession2#of} and
 * {@link org.sipasync.jsr359.SipMessage2#of} cast to them.
 */
package org.sipasync.jsr359;
