package org.sipasync.test;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sipasync.testkit.phone.SipMessage;

/**
 * Torture messages of RFC 4475 and 5118, the parser's fuzz corpus, and well-formed messages with
 * random changes. The seed is fixed, so that each run sends the same.
 */
final class HostileInputs {
  /** A call that a message pretends to belong to. */
  record Place(String callId, String from, String to, String uri) {
    /** The dialog of a request that was sent in it. */
    static Place of(SipMessage request) {
      return new Place(
          request.header("Call-ID"),
          request.header("From"),
          request.header("To"),
          request.requestUri());
    }
  }

  private static final Pattern VIA =
      Pattern.compile("(?im)^(v|via)(\\s*:\\s*SIP\\s*/\\s*[\\d.]+\\s*/\\s*)\\w+(\\s+[^;\\s,]+)");
  private static final List<String> METHODS =
      List.of("INVITE", "MESSAGE", "INFO", "OPTIONS", "UPDATE", "PRACK", "NOTIFY", "REFER");

  private final Random random = new Random(4475);
  private final List<String> files = new ArrayList<>();

  HostileInputs() {
    read("/torture");
    read("/org/sipasync/sip/message/FuzzTestsInputs/parser");
    read("/org/sipasync/sip/message/FuzzTestsInputs/framing");
  }

  private void read(String folder) {
    URL url = HostileInputs.class.getResource(folder);
    try (Stream<Path> all = Files.list(Path.of(url.toURI()))) {
      for (Path file : all.sorted().toList()) {
        files.add(Files.readString(file, ISO_8859_1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  int files() {
    return files.size();
  }

  /** A file as it is, but that its Via names the transport it goes by, and a branch of its own. */
  byte[] file(int number, String transport) {
    String text = VIA.matcher(files.get(number)).replaceFirst("$1$2" + transport + "$3;rport");
    return withOwnBranch(text).getBytes(ISO_8859_1);
  }

  private static String withOwnBranch(String text) {
    return text.replaceFirst("(?i)branch=z9hG4bK", "branch=z9hG4bK" + UUID.randomUUID());
  }

  /** A file as an INVITE to an address. */
  byte[] fileAsInvite(int number, String uri) {
    String text =
        new String(file(number, "UDP"), ISO_8859_1)
            .replaceFirst("\\A\\w+ \\S+ ", "INVITE " + uri + " ")
            .replaceFirst("(?im)^(cseq\\s*:\\s*\\d+\\s+)\\w+", "$1INVITE");
    return text.getBytes(ISO_8859_1);
  }

  /** A file as a request within a dialog, whatever its method. */
  byte[] fileIn(Place dialog, int number, int cSeq) {
    String text =
        header(
            header(
                header(new String(file(number, "UDP"), ISO_8859_1), "call-id|i", dialog.callId()),
                "from|f",
                dialog.from()),
            "to|t",
            dialog.to());
    return text.replaceFirst("(?im)^(cseq\\s*:\\s*)\\d+", "$1" + cSeq).getBytes(ISO_8859_1);
  }

  private static String header(String text, String name, String value) {
    return text.replaceFirst("(?im)^(" + name + ")(\\s*:).*$", "$1$2 " + value.replace("$", "\\$"));
  }

  /** A request with one to eight bytes changed, cut out or doubled. */
  byte[] changed(Place place, String method, int cSeq) {
    byte[] bytes = request(place, method, cSeq).getBytes(ISO_8859_1);
    for (int changes = 1 + random.nextInt(8); changes > 0; changes--) {
      bytes = changed(bytes);
    }
    return bytes;
  }

  private byte[] changed(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    int length = Math.min(bytes.length - at, 1 + random.nextInt(20));
    return switch (random.nextInt(4)) {
      case 0 -> joined(bytes, at, at + length); // cut out
      case 1 -> joined(bytes, at + length, at); // doubled
      default -> {
        bytes[at] = (byte) random.nextInt(256);
        yield bytes;
      }
    };
  }

  /** The bytes before one index and those from another. */
  private static byte[] joined(byte[] bytes, int end, int start) {
    byte[] joined = new byte[end + bytes.length - start];
    System.arraycopy(bytes, 0, joined, 0, end);
    System.arraycopy(bytes, start, joined, end, bytes.length - start);
    return joined;
  }

  String method() {
    return METHODS.get(random.nextInt(METHODS.size()));
  }

  private static String request(Place place, String method, int cSeq) {
    return """
        %1$s %2$s SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:9;rport;branch=z9hG4bK%3$s
        Route: <sip:127.0.0.1:%8$d;lr>
        From: %4$s
        To: %5$s
        Call-ID: %6$s
        CSeq: %7$d %1$s
        Max-Forwards: 70
        Contact: "Q" <sip:fuzz@127.0.0.1:9;p=%%41>;q=0.5
        Supported: 100rel, timer
        RAck: 1 1 INVITE
        Event: presence;id=7
        Authorization: Digest username="alice",realm="sip-async",nonce="n",uri="sip:x",response="r"
        Content-Type: text/plain
        Content-Length: 4

        body"""
        .formatted(
            method,
            place.uri(),
            UUID.randomUUID(),
            place.from(),
            place.to(),
            place.callId(),
            cSeq,
            InContainer.SIP_PORT)
        .replace("\n", "\r\n");
  }
}
