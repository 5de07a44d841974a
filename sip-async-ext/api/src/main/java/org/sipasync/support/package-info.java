/**
 * Utilities shared by the container, the engine and the functions: log text, settings, failures.
 * Not part of the API that applications compile against; may change in any release.
 */
package org.sipasync.support;
