/**
 * Registrar (RFC 3261, 10.3): a REGISTER is read and checked into a {@link
 * org.sipasync.sample.registrar.Registration}, which the {@link
 * org.sipasync.sample.registrar.BindingStore} applies in one transaction.
 */
package org.sipasync.sample.registrar;
