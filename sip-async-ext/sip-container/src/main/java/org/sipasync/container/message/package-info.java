/**
 * JSR 289's messages, addresses and URIs as façades over sip-message. Knows neither sessions nor
 * transactions: messages use them through a {@link MessageContext}.
 *
 * <p>Nothing here is thread-safe. A message and its values are confined to the lane of their
 * application session; values of {@link ValueFactory} are confined to their creator.
 */
package org.sipasync.container.message;
