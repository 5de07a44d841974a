/**
 * JSR 289's messages, addresses and URIs as façades over sip-message. Knows neither sessions nor
 * transactions: what a message needs of them is its {@link MessageContext}.
 *
 * <p>Nothing here is thread-safe. A message and all values got from it belong to the lane of their
 * application session; values made by {@link ValueFactory} belong to whoever made them.
 */
package org.sipasync.container.message;
