package org.sipasync.sip.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Header fields in order: bytes, and an index with one long per field that packs its id, the start
 * of its name, and the start and end of its value. A field that an application adds is text in a
 * list instead, and the index holds its number there. Copies share the index until one of them
 * changes.
 */
final class Fields {
  /** Bits of a position in the data. */
  private static final int BITS = 17;

  private static final int MASK = (1 << BITS) - 1;
  private static final long IS_ADDED = 1L << 63;
  private static final byte[] EMPTY = {};

  /** Limit of the data's length. */
  static final int MAX_DATA = MASK;

  record Added(HeaderName name, String value) {}

  final byte[] data;
  private long[] index;
  private int count;
  private int spare;
  private boolean isShared;
  private List<Added> added;

  /**
   * Creates an empty index.
   *
   * @param data shorter than {@link #MAX_DATA}
   */
  Fields(byte[] data, int expected) {
    this.data = data;
    this.index = new long[expected];
    this.spare = data.length;
  }

  static Fields empty() {
    return new Fields(EMPTY, 12);
  }

  private Fields(Fields other) {
    this.data = other.data;
    this.index = other.index;
    this.count = other.count;
    this.spare = other.data.length;
    this.isShared = true;
    if (other.added != null) this.added = new ArrayList<>(other.added);
  }

  /** Returns a copy that shares data and index. The spare part of the data stays this object's. */
  Fields copy() {
    isShared = true;
    return new Fields(this);
  }

  /** Ends the sharing of the index; called before each change. */
  private void own() {
    if (!isShared) return;
    index = Arrays.copyOf(index, count + 4);
    isShared = false;
  }

  int count() {
    return count;
  }

  /**
   * Declares the data from this position on spare: no message uses them, so they may be
   * overwritten.
   */
  void spareFrom(int position) {
    spare = position;
  }

  /** Returns the start of the spare data; the data's length if there are none. */
  int spare() {
    return spare;
  }

  /** Makes a range written into the spare data the value of a field. */
  void spareValue(int at, int end) {
    put(at, id(at), nameStart(at), spare, end);
    spare = end;
  }

  void append(int id, int nameStart, int valueStart, int valueEnd) {
    open(count);
    put(count - 1, id, nameStart, valueStart, valueEnd);
  }

  private void open(int at) {
    own();
    if (count == index.length) index = Arrays.copyOf(index, count * 2 + 1);
    System.arraycopy(index, at, index, at + 1, count++ - at);
  }

  private void put(int at, int id, int nameStart, int valueStart, int valueEnd) {
    own();
    index[at] =
        (long) id << 3 * BITS | (long) nameStart << 2 * BITS | (long) valueStart << BITS | valueEnd;
  }

  void insert(int at, HeaderName name, String value) {
    Ascii.line(value, name.toString());
    if (added == null) added = new ArrayList<>(4);
    open(at);
    put(at, name.id(), added.size(), 0, 0);
    index[at] |= IS_ADDED;
    added.add(new Added(name, value));
  }

  void delete(int at) {
    own();
    System.arraycopy(index, at + 1, index, at, --count - at);
  }

  /** Appends one field of another message; added texts are shared. */
  void copyField(Fields other, int i) {
    Added text = other.added(i);
    if (text != null) insert(count, text.name, text.value);
    else append(other.id(i), other.nameStart(i), other.valueStart(i), other.valueEnd(i));
  }

  /** Finds the first field of a name from an index on; -1 if there is none. */
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
    return (int) ((index[i] & ~IS_ADDED) >>> 3 * BITS);
  }

  int nameStart(int i) {
    return (int) (index[i] >>> 2 * BITS) & MASK;
  }

  int valueStart(int i) {
    return (int) (index[i] >>> BITS) & MASK;
  }

  int valueEnd(int i) {
    return (int) index[i] & MASK;
  }

  /** Returns the added text of a field; null if the field is a range of the data. */
  Added added(int i) {
    return index[i] < 0 ? added.get(nameStart(i)) : null;
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

  /** Removes the first entry of a comma-separated field, or the field if that was its only one. */
  void deleteEntry(int i, int comma) {
    Added text = added(i);
    if (text == null) {
      if (comma < 0) delete(i);
      else put(i, id(i), nameStart(i), skip(comma + 1, valueEnd(i)), valueEnd(i));
      return;
    }
    byte[] bytes = text.value.getBytes(UTF_8);
    delete(i);
    if (comma >= 0) insert(i, text.name, Ascii.text(bytes, comma + 1, bytes.length).stripLeading());
  }

  private int skip(int from, int to) {
    int i = from;
    while (i < to && Ascii.lws(data[i])) i++;
    return i;
  }
}
