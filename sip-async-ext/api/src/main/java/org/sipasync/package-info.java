/**
 * Suspend and resume for SIP servlets.
 *
 * <p>A handler hands back an asynchronous call with a function, a resume route and a deadline
 * through {@link org.sipasync.SipAsync}, and ends; its thread goes on with other work. When the
 * function has finished, the {@linkplain org.sipasync.ResumeRoute resume route} runs with the same
 * message, the return code and the outputs. The SipApplicationSession carries what is suspended.
 *
 * <p>{@link org.sipasync.SipAsync#launch} starts a function in parallel, and a {@linkplain
 * org.sipasync.ReportRoute report route} is told of its end.
 *
 * <p>The rules are numbered (A1, F2, …) in the project's semantics; Javadoc and tests name them.
 */
package org.sipasync;
