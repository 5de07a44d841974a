/** Retry, circuit breaker and fallback around any function (rule C2), by Failsafe's policies. */
package org.sipasync.functions.resilience;
