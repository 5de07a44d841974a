/** Running programs: an argument vector, no shell, no thread per program. */
package org.sipasync.functions.exec;
