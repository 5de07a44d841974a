/**
 * Administration of the engine: statistics, metrics, health, the log of slow operations, the drain.
 * Uses {@code call} and {@code engine}.
 */
package org.sipasync.cdi.admin;
