package org.sipasync.payara.own;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Text of a DAR file, by its URI: UTF-8, of a size and within a time that a DAR file may take. */
final class DarSource {
  private static final int MAX_BYTES = 1_000_000;
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private DarSource() {}

  /**
   * Reads the text.
   *
   * @param location URI, whose blanks need no escape
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if the location is no URI
   */
  static String text(String location) throws IOException {
    URI uri = URI.create(location.replace(" ", "%20"));
    if ("file".equals(uri.getScheme()) && Files.isDirectory(Path.of(uri))) {
      throw new IOException("it is a directory");
    }
    URLConnection connection = uri.toURL().openConnection();
    connection.setConnectTimeout((int) TIMEOUT.toMillis());
    connection.setReadTimeout((int) TIMEOUT.toMillis());
    try (InputStream in = connection.getInputStream()) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("it has more than " + MAX_BYTES + " bytes");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }
  }

  /** Reason why a text cannot be read, and the remedy. */
  static String reason(Exception failure) {
    if (failure instanceof CharacterCodingException) {
      return "it is not UTF-8; save it as UTF-8";
    }
    if (failure instanceof FileNotFoundException) {
      return "there is no such file";
    }
    boolean isUri = !(failure instanceof IllegalArgumentException);
    return isUri && !(failure instanceof MalformedURLException)
        ? failure.getMessage()
        : failure.getMessage() + "; write a URI as file:/dar.properties";
  }
}
