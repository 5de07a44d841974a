/**
 * Inspection and control of operations in flight (rules V1, V2): for operators' code in an
 * application, and the basis of the REST resource and the console.
 */
package org.sipasync.admin;
