/** Waiting for an event that some other code publishes. */
package org.sipasync.functions.events;
