package org.sipasync.test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.sipasync.testkit.phone.Call;
import org.sipasync.testkit.phone.IncomingCall;
import org.sipasync.testkit.phone.SipPhone;

/** Base of in-container tests: the WAR, the phone, the servlet's notes. */
abstract class InContainer {
  static final int SIP_PORT = Integer.getInteger("sip.port");

  /** Patience of a phone: a busy machine changes no result. */
  static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String BEANS =
      """
      <beans xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0" bean-discovery-mode="all"/>
      """;

  /** A WAR of one package. */
  static WebArchive war(String name, Package content) {
    return ShrinkWrap.create(WebArchive.class, name + ".war")
        .addPackage(content)
        .addAsWebInfResource(new StringAsset(BEANS), "beans.xml");
  }

  /** Writes a WAR into a folder, for a server of the test's own. */
  static Path file(Path directory, WebArchive war) {
    Path file = directory.resolve(war.getName());
    war.as(ZipExporter.class).exportTo(file.toFile(), true);
    return file;
  }

  /** The callee accepts, and the caller acknowledges. */
  static IncomingCall talk(Call call, SipPhone callee) {
    IncomingCall incoming = callee.awaitCall();
    incoming.accept();
    call.expect(200);
    call.ack();
    incoming.awaitAck();
    return incoming;
  }

  static SipPhone phone(String transport) {
    return SipPhone.over(transport, SIP_PORT).patience(InContainer.PATIENCE);
  }

  /** Returns the notes of application "one" on a call. */
  static String notes(SipPhone phone, String callId) {
    return phone.request("MESSAGE", "notes;call=" + callId).expect(200).body();
  }

  /** Reads {@code key=value key=value}. */
  static Map<String, String> pairs(String text) {
    return Pattern.compile("(\\w+)=(\\S+)")
        .matcher(text)
        .results()
        .collect(java.util.stream.Collectors.toMap(m -> m.group(1), m -> m.group(2), (a, b) -> b));
  }
}
