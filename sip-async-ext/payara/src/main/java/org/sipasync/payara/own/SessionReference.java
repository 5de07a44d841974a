package org.sipasync.payara.own;

import java.io.Serializable;

/**
 * Session in the attributes of another, by its id.
 *
 * @param application id of its application session, or its own
 * @param dialog id of the SIP session; null if it is an application session
 */
record SessionReference(String application, String dialog) implements Serializable {}
