/**
 * Calls of a deployed application: suspended, waiting and launched, and what is around its code.
 * Stands on {@code route} and {@code engine}.
 */
package org.sipasync.cdi.call;
