package org.sipasync.payara.war;

import jakarta.servlet.ServletContext;
import java.net.MalformedURLException;
import java.util.List;
import java.util.Optional;

/** Finds a sip.xml that lies where it is not read. */
public final class MisplacedSipXml {
  /** Places where one is put in error, or by the habits of other descriptors. */
  private static final List<String> PLACES =
      List.of(
          "/META-INF/sip.xml",
          "/sip.xml",
          "/WEB-INF/classes/sip.xml",
          "/WEB-INF/classes/META-INF/sip.xml");

  private MisplacedSipXml() {}

  /** Describes the mistake; empty if there is none. For a WAR without WEB-INF/sip.xml. */
  public static Optional<String> find(ServletContext war) throws MalformedURLException {
    for (String place : PLACES) {
      if (war.getResource(place) != null) {
        return Optional.of(place.substring(1) + " is not read: it belongs to WEB-INF/sip.xml");
      }
    }
    return Optional.empty();
  }
}
