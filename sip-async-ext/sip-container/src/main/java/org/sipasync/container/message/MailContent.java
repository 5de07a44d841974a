package org.sipasync.container.message;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Bodies of several parts as Jakarta Mail has them, which JSR 289 encourages (Javadoc of
 * getContent). A server without Jakarta Mail leaves them bytes.
 */
final class MailContent {
  private MailContent() {}

  static boolean isMultipart(String type) {
    return type != null && type.regionMatches(true, 0, "multipart/", 0, 10);
  }

  /** Returns the parts, which are read when they are first asked for, or the bytes as they are. */
  static Object read(byte[] body, String type) {
    try {
      return new Received(body, type);
    } catch (MessagingException | IllegalStateException | LinkageError e) {
      return body; // no boundary, or no Jakarta Mail
    }
  }

  /** Parts that came: as long as nobody has looked at them, they are written as they came. */
  private static final class Received extends MimeMultipart {
    private final byte[] bytes;

    Received(byte[] bytes, String type) throws MessagingException {
      super(new ByteArrayDataSource(bytes, type));
      this.bytes = bytes;
    }

    @Override
    public synchronized void writeTo(OutputStream out) throws IOException, MessagingException {
      if (parsed) {
        super.writeTo(out);
      } else {
        out.write(bytes);
      }
    }
  }

  /** Returns the bytes of a Multipart; null if the content is none. */
  static byte[] write(Object content) {
    try {
      if (!(content instanceof Multipart multipart)) {
        return null;
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      multipart.writeTo(out);
      return out.toByteArray();
    } catch (MessagingException | IOException e) {
      throw new IllegalArgumentException("The multipart content cannot be written", e);
    } catch (LinkageError e) {
      return null; // no Jakarta Mail: nobody can have made one
    }
  }
}
