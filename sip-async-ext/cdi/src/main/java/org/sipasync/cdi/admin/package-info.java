/**
 * Administration of the engine: statistics, metrics, health, the log of slow operations, the drain.
 * Stands on {@code call} and {@code engine}.
 */
package org.sipasync.cdi.admin;
