/**
 * Seeing and steering what is in flight (rules V1, V2): for operators' code in an application, and
 * what the REST resource and the console stand on.
 */
package org.sipasync.admin;
