/**
 * SIP messages as bytes and an index: parser, typed headers, URIs, writer, stream framing. Does no
 * I/O and needs the JDK only.
 */
package org.sipasync.sip.message;
