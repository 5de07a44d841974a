/** Commands to Redis, without a thread for each. */
package org.sipasync.functions.redis;
