package org.sipasync.functions.rest;

import java.io.Serializable;

/**
 * A server's response, whatever its status.
 *
 * @param status such as 200 or 404
 * @param contentType the Content-Type as sent by the server; empty if absent; not null
 * @param body the body as text, in the charset of the Content-Type or else UTF-8; not null
 * @param millis time from the start of the call to the last byte
 */
public record HttpAnswer(int status, String contentType, String body, long millis)
    implements Serializable {}
