/** SQL on PostgreSQL without a thread for each connection. */
package org.sipasync.functions.sqlpg;
