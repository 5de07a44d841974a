package org.sipasync;

import java.time.Duration;

/**
 * One {@code launch(fn, route)} in the making: nothing happens until {@link #report} or {@link
 * #start}. Used once, by one thread.
 *
 * @see SipAsync#launch
 */
public interface LaunchCall {

  /**
   * How long it may take at most (rule L5). Left out, that of the function holds or, if it has
   * none, 5 s ({@code sip.async.deadline.other}).
   *
   * @param deadline above zero, at most a day; not null
   * @return this call
   */
  LaunchCall deadline(Duration deadline);

  /**
   * A value to hand to the report route (rule L3).
   *
   * @param value injected as {@link Param @Param}; may be null
   * @return this call
   */
  LaunchCall parameter(Object value);

  /**
   * Starts the function. The named route is told when it has ended, however it ends; if it cannot
   * start, with a negative code (rule L4).
   *
   * @param route the name of a {@link ReportRoute} of this application
   * @throws SipAsyncException if there is no such route; nothing was started then
   */
  void report(String route);

  /** Starts the function; nobody is told of its end (rule L2). */
  void start();
}
