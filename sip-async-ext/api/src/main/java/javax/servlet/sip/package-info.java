/**
 * Types of JSR 359 (SIP Servlet 2.0) under their own names, beside the API jar's, which is JSR
 * 289's.
 */
package javax.servlet.sip;
