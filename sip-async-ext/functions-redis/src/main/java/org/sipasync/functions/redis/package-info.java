/** Commands to Redis, without a thread per command. */
package org.sipasync.functions.redis;
