/**
 * A SIP user agent for tests that does exactly what it is told, over UDP or TCP on loopback.
 *
 * <pre>{@code
 * try (SipPhone phone = SipPhone.over("udp", 5060)) {
 *   Call call = phone.invite("credit;uid=alice");
 *   SipMessage ok = call.expect(200);
 *   call.ack();
 *   call.bye().expect(200);
 * }
 * }</pre>
 *
 * <p>The other side of a proxy or a back-to-back user agent is a second phone:
 *
 * <pre>{@code
 * IncomingCall incoming = callee.awaitCall();
 * incoming.ring();
 * incoming.accept();
 * incoming.awaitAck();
 * incoming.awaitBye();
 * }</pre>
 *
 * <p>Every wait ends: a timeout ({@link org.sipasync.testkit.phone.SipPhone#patience}) throws an
 * {@link java.lang.AssertionError} that shows the whole exchange. Needs only the JDK and any test
 * framework.
 */
package org.sipasync.testkit.phone;
