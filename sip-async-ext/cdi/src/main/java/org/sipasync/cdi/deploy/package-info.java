/**
 * Brings an application and the engine together: checks at deployment, CDI extension. Stands on all
 * the others; nobody imports it.
 */
package org.sipasync.cdi.deploy;
