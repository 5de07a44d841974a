package org.sipasync.functions.exec;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A program to run, with its surroundings. The input is not changed.
 *
 * @param command its path and its arguments
 * @param directory its working directory; null for the server's
 * @param errorAvp AVP for standard error, or null
 * @param exitAvp AVP for the exit status, or null
 */
record Program(
    List<String> command,
    Map<String, String> environment,
    Path directory,
    byte[] input,
    String errorAvp,
    String exitAvp) {}
