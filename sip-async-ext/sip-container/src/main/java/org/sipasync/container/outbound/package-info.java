/**
 * Requests that go by a flow which their receiver has opened (RFC 5626): tokens of flows in URIs,
 * and the ways out of this container.
 */
package org.sipasync.container.outbound;
