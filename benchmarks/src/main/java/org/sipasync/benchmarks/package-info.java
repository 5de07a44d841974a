/**
 * Measures servers from outside: SIPp calls them, {@code /proc} shows the cost. {@link
 * org.sipasync.benchmarks.Main} is the entry point.
 */
package org.sipasync.benchmarks;
