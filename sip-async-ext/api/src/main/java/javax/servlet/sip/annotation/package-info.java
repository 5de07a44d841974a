/**
 * Handler annotations under the names of JSR 359 (SIP Servlet 2.0), for applications that already
 * use them. They mean what those of {@link org.sipasync.annotation} do, and both may be mixed. The
 * API jar has the rest of this package: SipServlet, SipApplication, SipListener, SipApplicationKey.
 * SipPredicate is {@link org.sipasync.annotation.SipPredicate} only.
 */
package javax.servlet.sip.annotation;
