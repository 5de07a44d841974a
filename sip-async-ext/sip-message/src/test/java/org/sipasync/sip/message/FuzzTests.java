package org.sipasync.sip.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Hostile bytes: either a value that survives being written and read again, or a typed refusal. The
 * build replays the kept corpus; -Pfuzz searches on.
 */
class FuzzTests {
  @FuzzTest(maxDuration = "1h")
  void parser(byte[] data) throws ParseException {
    SipMessage message;
    try {
      message = SipParser.parse(data);
    } catch (ParseException e) {
      if (e.request() != null) again(e.request().response(e.status(), e.reason()).toBytes());
      return;
    }
    touch(message);
    byte[] once = message.toBytes();
    if (once.length > Limits.MESSAGE) return;
    byte[] twice = SipParser.parse(once).toBytes();
    if (!Arrays.equals(once, twice)) throw new AssertionError("writing is not stable");
  }

  /** The response of a refusal is as good as any. */
  private static void again(byte[] response) throws ParseException {
    if (!Arrays.equals(response, SipParser.parse(response).toBytes()))
      throw new AssertionError(new String(response, UTF_8));
  }

  private static void touch(SipMessage message) {
    HeaderType<?>[] types = {
      Headers.VIA,
      Headers.CONTACT,
      Headers.ROUTE,
      Headers.REFER_TO,
      Headers.REPLACES,
      Headers.SESSION_EXPIRES,
      Headers.AUTHORIZATION,
      Headers.RETRY_AFTER,
      Headers.ACCEPT,
      Headers.RACK,
      Headers.SUPPORTED,
      Headers.EXPIRES,
      Headers.REASON
    };
    for (HeaderType<?> type : types) {
      try {
        message.list(type);
      } catch (ParseException e) {
        // a typed refusal
      }
    }
  }

  @FuzzTest(maxDuration = "1h")
  void uri(byte[] data) throws ParseException {
    Uri uri;
    try {
      uri = Uri.parse(new String(data, UTF_8));
    } catch (ParseException e) {
      return;
    }
    if (!uri.equals(Uri.parse(uri.toString()))) throw new AssertionError(uri);
  }

  @FuzzTest(maxDuration = "1h")
  void nameAddr(byte[] data) throws ParseException {
    NameAddr address;
    try {
      address = NameAddr.parse(new String(data, UTF_8));
    } catch (ParseException e) {
      return;
    }
    NameAddr.parse(address.toString());
  }

  @FuzzTest(maxDuration = "1h")
  void framing(byte[] data) throws ParseException {
    String whole = frames(data, data.length);
    if (!whole.equals(frames(data, 1))) throw new AssertionError("cuts change what is found");
  }

  private static String frames(byte[] data, int step) throws ParseException {
    StringBuilder found = new StringBuilder();
    StreamFraming framing =
        new StreamFraming(
            new StreamFraming.Listener() {
              @Override
              public void message(byte[] message) {
                found.append(Arrays.hashCode(message)).append(' ');
              }

              @Override
              public void ping() {
                found.append("ping ");
              }

              @Override
              public void pong() {
                found.append("pong ");
              }
            });
    try {
      for (int i = 0; i < data.length; i += step)
        framing.feed(ByteBuffer.wrap(data, i, Math.min(step, data.length - i)));
    } catch (FramingException e) {
      found.append(e.getMessage());
      if (e.refusal() != null) again(e.refusal().request().response(400).toBytes());
    }
    return found.toString();
  }
}
