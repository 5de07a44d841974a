/**
 * User agent core: brings requests and responses from the transaction layer to servlets, and what
 * servlets send back to it.
 *
 * <p>Callbacks of transactions run on the loop and do nothing but find a lane; everything else here
 * runs in the lane of an application session.
 */
package org.sipasync.container.dispatch;
