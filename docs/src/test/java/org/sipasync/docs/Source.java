package org.sipasync.docs;

import java.net.URI;
import javax.tools.SimpleJavaFileObject;

/** A piece of a page as the compiler reads it: line n of the source is line n of the page. */
final class Source extends SimpleJavaFileObject {
  private final String page;
  private final String text;

  /**
   * A source.
   *
   * @param page the page, for messages
   * @param path the file's path, such as {@code samples/Shop.java}
   * @param text what it says
   */
  Source(String page, String path, String text) {
    super(URI.create("string:///" + path), Kind.SOURCE);
    this.page = page;
    this.text = text;
  }

  String page() {
    return page;
  }

  @Override
  public CharSequence getCharContent(boolean ignoreEncodingErrors) {
    return text;
  }
}
