/** The calls of members that are gone: claimed by share, adopted, answered. */
package org.sipasync.cluster.takeover;
