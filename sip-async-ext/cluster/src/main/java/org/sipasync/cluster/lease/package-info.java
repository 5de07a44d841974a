/**
 * The right to answer: a lease by the vouching of a majority, the burial of members that are gone,
 * and the confirmation of claims on their calls. Decision 73 has the argument.
 */
package org.sipasync.cluster.lease;
