/** Benchmarks of the engine, in its package: two of its parts are not public. */
package org.sipasync.core;
