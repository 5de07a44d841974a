/** Benchmarks of the engine, in its package because two of its classes are not public. */
package org.sipasync.core;
