/** Running programs: an argument vector, no shell, no thread for each. */
package org.sipasync.functions.exec;
