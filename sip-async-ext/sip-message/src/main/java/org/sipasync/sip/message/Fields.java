package org.sipasync.sip.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Header fields in their order: bytes and an index of four ints per field (id | name start, value
 * start, value end). What an application adds is an entry with a negative name start, which counts
 * into the list of added texts. Copies share the index until one of them changes.
 */
final class Fields {
  private static final int WIDTH = 4;
  private static final byte[] EMPTY = {};

  record Added(HeaderName name, String value) {}

  final byte[] data;
  private int[] index;
  private int count;
  private boolean isShared;
  private List<Added> added;

  Fields(byte[] data, int expected) {
    this.data = data;
    this.index = new int[expected * WIDTH];
  }

  static Fields empty() {
    return new Fields(EMPTY, 12);
  }

  private Fields(Fields other) {
    this.data = other.data;
    this.index = other.index;
    this.count = other.count;
    this.isShared = true;
    if (other.added != null) this.added = new ArrayList<>(other.added);
  }

  Fields copy() {
    isShared = true;
    return new Fields(this);
  }

  /** To be called before the index changes. */
  private void own() {
    if (!isShared) return;
    index = Arrays.copyOf(index, (count + 4) * WIDTH);
    isShared = false;
  }

  int count() {
    return count;
  }

  void append(int id, int nameStart, int valueStart, int valueEnd) {
    open(count);
    put(count - 1, id, nameStart, valueStart, valueEnd);
  }

  private void open(int at) {
    own();
    if ((count + 1) * WIDTH > index.length) index = Arrays.copyOf(index, index.length * 2 + WIDTH);
    System.arraycopy(index, at * WIDTH, index, (at + 1) * WIDTH, (count++ - at) * WIDTH);
  }

  private void put(int at, int id, int nameStart, int valueStart, int valueEnd) {
    int i = at * WIDTH;
    index[i] = id;
    index[i + 1] = nameStart;
    index[i + 2] = valueStart;
    index[i + 3] = valueEnd;
  }

  void insert(int at, HeaderName name, String value) {
    Ascii.line(value, name.toString());
    if (added == null) added = new ArrayList<>(4);
    added.add(new Added(name, value));
    open(at);
    put(at, name.id(), -added.size(), 0, 0);
  }

  void delete(int at) {
    own();
    System.arraycopy(index, (at + 1) * WIDTH, index, at * WIDTH, (--count - at) * WIDTH);
  }

  /** Appends one field of another message; added texts are shared. */
  void copyField(Fields other, int i) {
    Added text = other.added(i);
    if (text != null) insert(count, text.name, text.value);
    else append(other.id(i), other.nameStart(i), other.valueStart(i), other.valueEnd(i));
  }

  /** First field of this name from a position on; -1 if there is none. */
  int find(HeaderName name, int from) {
    for (int i = from; i < count; i++) if (is(i, name)) return i;
    return -1;
  }

  boolean is(int i, HeaderName name) {
    if (id(i) != name.id()) return false;
    if (name.id() != 0) return true;
    Added text = added(i);
    if (text != null) return text.name.equals(name);
    return Ascii.same(data, nameStart(i), nameEnd(i), name.toString());
  }

  int id(int i) {
    return index[i * WIDTH];
  }

  int nameStart(int i) {
    return index[i * WIDTH + 1];
  }

  int valueStart(int i) {
    return index[i * WIDTH + 2];
  }

  int valueEnd(int i) {
    return index[i * WIDTH + 3];
  }

  /** Added text; null if the field is a range of the data. */
  Added added(int i) {
    return nameStart(i) < 0 ? added.get(-nameStart(i) - 1) : null;
  }

  int nameEnd(int i) {
    int end = nameStart(i);
    while (Ascii.token(data[end])) end++;
    return end;
  }

  HeaderName name(int i) {
    Added text = added(i);
    return text != null ? text.name : HeaderName.of(Ascii.text(data, nameStart(i), nameEnd(i)));
  }

  String value(int i) {
    Added text = added(i);
    return text != null ? text.value : Ascii.text(data, valueStart(i), valueEnd(i));
  }

  Cursor cursor(int i, HeaderName name) {
    return aim(new Cursor(data, 0, 0, ""), i, name);
  }

  Cursor aim(Cursor in, int i, HeaderName name) {
    Added text = added(i);
    if (text == null) return in.aim(data, valueStart(i), valueEnd(i), name.toString());
    byte[] bytes = text.value.getBytes(UTF_8);
    return in.aim(bytes, 0, bytes.length, name.toString());
  }

  /** Takes the first entry off a comma-separated field; the field goes with its last entry. */
  void deleteEntry(int i, int comma) {
    Added text = added(i);
    if (text == null) {
      if (comma < 0) delete(i);
      else shorten(i, comma + 1);
      return;
    }
    byte[] bytes = text.value.getBytes(UTF_8);
    delete(i);
    if (comma >= 0) insert(i, text.name, Ascii.text(bytes, comma + 1, bytes.length).stripLeading());
  }

  private void shorten(int i, int from) {
    own();
    index[i * WIDTH + 2] = skip(from, valueEnd(i));
  }

  private int skip(int from, int to) {
    int i = from;
    while (i < to && Ascii.lws(data[i])) i++;
    return i;
  }
}
