/** Waiting for events that other code publishes. */
package org.sipasync.functions.events;
