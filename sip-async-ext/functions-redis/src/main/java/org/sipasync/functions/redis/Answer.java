package org.sipasync.functions.redis;

import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.CommandOutput;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a reply of any type, up to a size limit, on a thread of the client. */
final class Answer extends CommandOutput<String, String, Object> {
  private static final int BYTES_OF_ELEMENT = 16;

  /** An aggregate being read. */
  private static final class Frame {
    private final boolean pairs;
    private final List<Object> values = new ArrayList<>();
    private int left;

    Frame(int elements, boolean pairs) {
      this.left = elements;
      this.pairs = pairs;
    }

    Object value() {
      if (!pairs) {
        return Collections.unmodifiableList(values);
      }
      Map<Object, Object> map = new LinkedHashMap<>();
      for (int i = 0; i + 1 < values.size(); i += 2) {
        map.put(values.get(i), values.get(i + 1));
      }
      return Collections.unmodifiableMap(map);
    }
  }

  private final int maxBytes;
  private final Deque<Frame> open = new ArrayDeque<>();
  private long bytes;

  Answer(int maxBytes) {
    super(StringCodec.UTF8, null);
    this.maxBytes = maxBytes;
  }

  private void add(Object value) {
    Object finished = value;
    for (Frame frame = open.peek(); frame != null; frame = open.peek()) {
      if (!isTooLong()) {
        frame.values.add(finished);
      }
      if (--frame.left > 0) {
        return;
      }
      finished = frame.value();
      open.pop();
    }
    output = finished;
    if (isTooLong() && !hasError()) {
      setError("the reply is longer than " + maxBytes + " bytes (sip.async.redis.max-answer)");
    }
  }

  private boolean isTooLong() {
    return bytes > maxBytes;
  }

  private void begin(int elements, boolean pairs) {
    if (elements < 0) {
      add(null);
    } else if (elements == 0) {
      add(pairs ? Map.of() : List.of());
    } else {
      open.push(new Frame(pairs ? 2 * elements : elements, pairs));
    }
  }

  @Override
  public void set(ByteBuffer text) {
    bytes += BYTES_OF_ELEMENT + (text == null ? 0 : text.remaining());
    add(text == null || isTooLong() ? null : StandardCharsets.UTF_8.decode(text).toString());
  }

  @Override
  public void setSingle(ByteBuffer text) {
    set(text);
  }

  @Override
  public void setBigNumber(ByteBuffer digits) {
    set(digits);
  }

  @Override
  public void set(long number) {
    bytes += BYTES_OF_ELEMENT;
    add(number);
  }

  @Override
  public void set(double number) {
    bytes += BYTES_OF_ELEMENT;
    add(number);
  }

  @Override
  public void set(boolean value) {
    bytes += BYTES_OF_ELEMENT;
    add(value);
  }

  @Override
  public void multi(int elements) {
    begin(elements, false);
  }

  @Override
  public void multiArray(int elements) {
    begin(elements, false);
  }

  @Override
  public void multiPush(int elements) {
    begin(elements, false);
  }

  @Override
  public void multiSet(int elements) {
    begin(elements, false);
  }

  @Override
  public void multiMap(int pairs) {
    begin(pairs, true);
  }
}
