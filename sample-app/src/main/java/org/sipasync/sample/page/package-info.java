/**
 * The sample's start page: it explains the scenarios, places calls to them over real SIP, and shows
 * what suspension is worth.
 *
 * <p>From the browser to SIP: {@link org.sipasync.sample.page.CallsServlet} → {@link
 * org.sipasync.sample.page.Order} (checked) → {@link org.sipasync.sample.page.Runs} (bounded) →
 * {@link org.sipasync.sample.page.Caller} (one socket, one thread) → {@link
 * org.sipasync.sample.page.OutgoingCall} (one call's state machine).
 */
package org.sipasync.sample.page;
