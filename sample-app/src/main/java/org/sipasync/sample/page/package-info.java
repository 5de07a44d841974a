/**
 * The sample's start page: it explains the scenarios, places calls to them over real SIP, and shows
 * what suspension is worth.
 *
 * <p>From the browser to SIP: {@link org.sipasync.sample.page.CallsServlet} → {@link
 * org.sipasync.sample.page.Order} (checked) → {@link org.sipasync.sample.page.Runs} (bounded) →
 * {@link org.sipasync.testkit.phone.Caller} (one socket, one thread), which calls {@link
 * org.sipasync.sample.page.Ladder} and {@link org.sipasync.sample.page.Figures} back.
 */
package org.sipasync.sample.page;
