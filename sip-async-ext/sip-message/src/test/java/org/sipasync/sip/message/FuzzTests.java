package org.sipasync.sip.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Hostile bytes: either a value that survives being written and read again, or a typed refusal. The
 * build replays the kept corpus; -Pfuzz searches on.
 */
class FuzzTests {
  private static final List<HeaderType<?>> TYPES = types();

  @FuzzTest(maxDuration = "1h")
  void parser(byte[] data) throws ParseException {
    SipMessage message;
    try {
      message = SipParser.parse(data);
    } catch (MessageRefusal e) {
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

  private static void touch(SipMessage message) throws ParseException {
    for (HeaderType<?> type : TYPES) {
      try {
        for (Object value : message.list(type)) writtenAndRead(type, value);
      } catch (ParseException e) {
        // a typed refusal
      }
    }
    if (message instanceof SipRequest request) answer(request);
  }

  private static void writtenAndRead(HeaderType<?> type, Object value) {
    if (value instanceof Parameters || value instanceof List) return;
    try {
      Object again = type.read(Cursor.of(value.toString(), type.name().toString()));
      if (!value.equals(again)) throw new AssertionError(value + " became " + again);
    } catch (ParseException e) {
      throw new AssertionError(type.name() + ": " + value + " cannot be read", e);
    }
  }

  /** Both ways to a response say the same, and received is what was said. */
  private static void answer(SipRequest request) throws ParseException {
    SipRequest copy = request.copy();
    copy.receivedFrom("192.0.2.1", 9, 120);
    if (!"192.0.2.1".equals(copy.topVia().received())) throw new AssertionError(copy.topVia());
    SipResponse response = copy.response(200);
    response.toTag("t");
    byte[] answer = copy.answer(200, "t");
    again(answer);
    SipMessage one = SipParser.parse(answer);
    SipMessage other = SipParser.parse(response.toBytes());
    if (!one.names().equals(other.names())) throw new AssertionError("another response");
    for (HeaderName name : one.names())
      if (!one.headers(name).equals(other.headers(name))) throw new AssertionError(name);
  }

  private static List<HeaderType<?>> types() {
    List<HeaderType<?>> types = new ArrayList<>();
    try {
      for (Field field : Headers.class.getFields()) types.add((HeaderType<?>) field.get(null));
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
    return types;
  }

  @FuzzTest(maxDuration = "1h")
  void uri(byte[] data) throws ParseException {
    Uri uri;
    try {
      uri = Uri.parse(new String(data, UTF_8));
    } catch (ParseException e) {
      return;
    }
    Uri again = Uri.parse(uri.toString());
    if (!uri.equals(again) || uri.hashCode() != again.hashCode()) throw new AssertionError(uri);
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
