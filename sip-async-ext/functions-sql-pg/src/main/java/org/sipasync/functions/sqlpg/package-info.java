/** SQL on PostgreSQL without a thread per connection. */
package org.sipasync.functions.sqlpg;
