package org.sipasync.payara.war;

import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;

/** Events of an XML file, with the elements that are open, which may be 32 deep. */
final class SipXmlStream extends StreamReaderDelegate {
  private static final int MAX_DEPTH = 32;

  private final Deque<String> open = new ArrayDeque<>();

  SipXmlStream(XMLStreamReader reader) {
    super(reader);
  }

  @Override
  public int next() throws XMLStreamException {
    return note(super.next());
  }

  private int note(int event) throws XMLStreamException {
    if (event == END_ELEMENT) {
      open.pop();
    } else if (event == START_ELEMENT) {
      open.push(getLocalName());
      if (open.size() > MAX_DEPTH) {
        String text = "Elements are more than " + MAX_DEPTH + " deep";
        throw new XMLStreamException(text, getLocation());
      }
    }
    return event;
  }

  /** Name of the element that the one at hand is in; "" for the root. */
  String parent() {
    return open.stream().skip(1).findFirst().orElse("");
  }
}
