/**
 * Measures servers from outside: SIPp calls them, {@code /proc} says what it cost. {@link
 * org.sipasync.benchmarks.Main} is the entry.
 */
package org.sipasync.benchmarks;
