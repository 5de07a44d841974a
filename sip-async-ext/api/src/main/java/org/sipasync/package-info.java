/**
 * Suspend and resume for SIP servlets.
 *
 * <p>A handler submits an asynchronous call (a function, a resume route and a deadline) through
 * {@link org.sipasync.SipAsync} and ends; its thread is free for other work. When the function has
 * finished, the {@linkplain org.sipasync.ResumeRoute resume route} runs with the same message, the
 * return code and the outputs. The SipApplicationSession holds the suspended messages.
 *
 * <p>{@link org.sipasync.SipAsync#launch} starts a function in parallel, and a {@linkplain
 * org.sipasync.ReportRoute report route} receives its outcome.
 *
 * <p>The rules are numbered (A1, F2, …) in the project's semantics; Javadoc and tests refer to
 * them.
 */
package org.sipasync;
