package org.sipasync;

import java.time.Duration;

/**
 * Builder for one launch, {@code launch(fn, route)}; nothing happens until {@link #report} or
 * {@link #start}. Used once, by one thread.
 *
 * @see SipAsync#launch
 */
public interface LaunchCall {

  /**
   * Sets the maximum time (rule L5). The default is the function's own or, without one, 5 s ({@code
   * sip.async.deadline.other}).
   *
   * @param deadline positive, at most one day; not null
   * @return this call
   */
  LaunchCall deadline(Duration deadline);

  /**
   * Sets the value passed to the report route (rule L3).
   *
   * @param value injected as {@link Param @Param}; may be null
   * @return this call
   */
  LaunchCall parameter(Object value);

  /**
   * Starts the function. The named route receives every outcome; if the function cannot start, a
   * negative code (rule L4).
   *
   * @param route the name of a {@link ReportRoute} of this application
   * @throws SipAsyncException if there is no such route; nothing is started then
   */
  void report(String route);

  /** Starts the function without a report (rule L2). */
  void start();
}
