/**
 * Shared by the container, the engine and the functions so that each exists once: log text,
 * settings, causes of failures. Not part of the API that applications compile against; it may
 * change in any release.
 */
package org.sipasync.support;
