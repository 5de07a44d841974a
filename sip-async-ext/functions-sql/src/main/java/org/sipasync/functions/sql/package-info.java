/** SQL through any DataSource, on the bounded pool. */
package org.sipasync.functions.sql;
