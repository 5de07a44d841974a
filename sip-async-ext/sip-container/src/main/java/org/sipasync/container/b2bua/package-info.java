/**
 * Back-to-back user agents (JSR 289 12): the helper, its rules for headers, and the links between
 * the two legs. What a leg can do on the wire, the package above knows ({@link
 * org.sipasync.container.b2bua.Leg}).
 */
package org.sipasync.container.b2bua;
