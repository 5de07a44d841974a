/** Suspended calls as bytes: versioned, bounded, without classes of any application. */
package org.sipasync.cluster.record;
