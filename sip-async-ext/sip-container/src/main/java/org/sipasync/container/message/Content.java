package org.sipasync.container.message;

import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Objects;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.Valued;

/** Body of a message and the charset of its text. */
final class Content {
  private static final String CHARSET = "charset";

  private Content() {}

  /**
   * Returns text for text/*, a {@code jakarta.mail.Multipart} for multipart/* if the server has
   * Jakarta Mail, and bytes for all other types; null if there is no body.
   */
  static Object read(MessageFacade message) throws UnsupportedEncodingException {
    if (message.message().bodyLength() == 0) {
      return null;
    }
    byte[] body = message.message().body();
    String type = message.getContentType();
    if (MailContent.isMultipart(type)) {
      return MailContent.read(body, type);
    }
    return isText(type) ? new String(body, charset(message)) : body;
  }

  /** Sets the body; null removes it, as applications do that copy the body of another message. */
  static void write(MessageFacade message, Object content, String type)
      throws UnsupportedEncodingException {
    if (content == null) {
      message.message().body(new byte[0], null);
      return;
    }
    Objects.requireNonNull(type, "content type");
    String declared = charsetOf(type);
    Charset charset = declared == null ? charset(message) : charset(declared);
    message.message().body(bytes(content, type, charset), type);
    if (declared == null && message.declaredCharset() != null) {
      declare(message, message.declaredCharset());
    }
  }

  private static byte[] bytes(Object content, String type, Charset charset) {
    if (content instanceof byte[] bytes) {
      return bytes.clone();
    }
    if (content instanceof String || isText(type)) {
      return content.toString().getBytes(charset);
    }
    byte[] parts = MailContent.write(content);
    if (parts != null) {
      return parts;
    }
    throw new IllegalArgumentException(
        "Content of class "
            + content.getClass().getName()
            + " and type "
            + type
            + " cannot be written; pass a byte[], a String or a Multipart");
  }

  private static boolean isText(String type) {
    return type != null && type.regionMatches(true, 0, "text/", 0, 5);
  }

  /** Writes the charset into Content-Type, if there is one. */
  static void declare(MessageFacade message, String charset) {
    String type = message.getContentType();
    if (type == null) {
      return;
    }
    try {
      Valued value = Valued.parse(type);
      Valued changed = new Valued(value.value(), value.parameters().with(CHARSET, charset));
      message.message().set(HeaderName.CONTENT_TYPE, changed);
    } catch (ParseException e) {
      throw new IllegalStateException("Content-Type cannot be read: " + e.reason());
    }
  }

  /** Returns the charset parameter of a Content-Type; null if there is none. */
  static String charsetOf(String type) {
    if (type == null || !type.toLowerCase(Locale.ROOT).contains(CHARSET)) {
      return null;
    }
    try {
      return Valued.parse(type).parameters().get(CHARSET);
    } catch (ParseException e) {
      return null;
    }
  }

  private static Charset charset(MessageFacade message) throws UnsupportedEncodingException {
    String name = message.getCharacterEncoding();
    return name == null ? StandardCharsets.UTF_8 : charset(name);
  }

  static Charset charset(String name) throws UnsupportedEncodingException {
    try {
      return Charset.forName(name);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new UnsupportedEncodingException("Charset " + name + " is not supported");
    }
  }
}
