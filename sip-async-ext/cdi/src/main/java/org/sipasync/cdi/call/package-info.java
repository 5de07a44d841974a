/**
 * Calls of a deployed application: suspended, blocking and launched, and the context of its code.
 * Uses {@code route} and {@code engine}.
 */
package org.sipasync.cdi.call;
