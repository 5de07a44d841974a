package org.sipasync.payara.war;

import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.sipasync.Problem;

/** Reads the elements of {@code WEB-INF/sip.xml} one by one, and collects what is wrong. */
abstract class SipXmlReader {
  static final String FILE = "WEB-INF/sip.xml";

  /** Elements for people and tools; and {@code distributable}, which has no effect here. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of("description", "display-name", "icon", "distributable");

  final XMLStreamReader xml;
  final SipModule module;

  SipXmlReader(XMLStreamReader xml, SipModule module) {
    this.xml = xml;
    this.module = module;
  }

  /** Moves to the next child element of the current one; false at its end. */
  final boolean child() throws XMLStreamException {
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        return true;
      }
      if (event == XMLStreamConstants.END_ELEMENT) {
        return false;
      }
    }
    return false;
  }

  /** Passes over an element that this container does nothing for, and says so if it matters. */
  final void unknown() throws XMLStreamException {
    String element = xml.getLocalName();
    if (element.equals("run-as")) {
      mistake(
          "<run-as> is not implemented: beans would not see the role. Remove it, or put @RunAs on"
              + " the bean");
    } else if (!WITHOUT_EFFECT.contains(element)) {
      mistake("<%s> is not implemented here. Remove it, or correct its name".formatted(element));
    }
    pass();
  }

  final void pass() throws XMLStreamException {
    while (child()) {
      pass();
    }
  }

  final String text() throws XMLStreamException {
    return xml.getElementText().trim();
  }

  final int number() throws XMLStreamException {
    String element = xml.getLocalName();
    String text = text();
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      mistake("<" + element + "> is not a whole number: " + text);
      return -1;
    }
  }

  final void mistake(String what) {
    module.mistakes.add(Problem.BAD_SIP_XML.message(FILE, xml.getLocation().getLineNumber(), what));
  }
}
