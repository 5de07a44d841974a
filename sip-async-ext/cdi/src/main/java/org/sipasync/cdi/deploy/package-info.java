/**
 * Connects an application to the engine: deployment checks, CDI extension. Uses all other packages;
 * none uses it.
 */
package org.sipasync.cdi.deploy;
