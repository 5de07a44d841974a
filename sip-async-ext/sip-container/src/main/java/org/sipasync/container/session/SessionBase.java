package org.sipasync.container.session;

import java.io.Serializable;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Common state of application sessions and SIP sessions: attributes, times, validity. Serializable
 * by name only: applications give sessions to timers as their information, which is never
 * serialized.
 */
abstract class SessionBase implements Serializable {
  private final Timers timers;
  private final long created;

  /** Null until the first access. */
  private volatile String id;

  /** Null until one is set. */
  private volatile AttributeMap attributes;

  private long lastAccessed;
  private boolean invalidateWhenReady = true;
  private volatile boolean valid = true;

  /** True from the moment that listeners are told of the end. */
  private boolean ending;

  SessionBase(Timers timers) {
    this.timers = timers;
    this.created = timers.currentTimeMillis();
    this.lastAccessed = created;
  }

  /** Creates the id; called once. */
  abstract String makeId();

  /** Returns the id, which is created on first access. */
  public final String getId() {
    String present = id;
    return present != null ? present : identify();
  }

  private synchronized String identify() {
    if (id == null) {
      id = makeId();
    }
    return id;
  }

  /** Sets the id that another node has given to it; before anybody asks for it. */
  final void id(String restored) {
    id = restored;
  }

  /** Sets what another node has set; nobody is told. */
  final void restore(boolean whenReady, Map<String, Object> restored) {
    invalidateWhenReady = whenReady;
    restored.forEach(writableAttributes()::restore);
  }

  /** Returns the id; null if it was never accessed. */
  final String knownId() {
    return id;
  }

  /** Returns a receiver of attribute events. */
  abstract AttributeMap.Events events();

  /** Returns clock and timers. */
  public final Timers timers() {
    return timers;
  }

  /** Returns a snapshot of the attributes' names. */
  final Set<String> attributeNames() {
    AttributeMap present = attributes;
    return present == null ? Set.of() : present.names();
  }

  private synchronized AttributeMap writableAttributes() {
    if (attributes == null) {
      attributes = new AttributeMap(this::events);
    }
    return attributes;
  }

  /** Records a message of this session. */
  public void touch() {
    lastAccessed = timers.currentTimeMillis();
  }

  /** Begins to end the session; false the second time, such as from a listener of the end. */
  final boolean startEnd() {
    checkValid();
    boolean first = !ending;
    ending = true;
    return first;
  }

  /** Unbinds the attributes and ends the session. */
  final void end() {
    if (attributes != null) {
      attributes.clear();
    }
    valid = false;
  }

  final void checkValid() {
    if (!valid) {
      throw new IllegalStateException(this + " has been invalidated");
    }
  }

  public final boolean isValid() {
    return valid;
  }

  public final boolean getInvalidateWhenReady() {
    checkValid();
    return invalidateWhenReady;
  }

  public final void setInvalidateWhenReady(boolean flag) {
    checkValid();
    invalidateWhenReady = flag;
    changed();
  }

  /** Takes in that the session may be to be removed now. */
  void changed() {}

  /** Returns true if nothing keeps the session, so that it must be removed; valid or not. */
  final boolean isToGo() {
    return valid && !ending && invalidateWhenReady;
  }

  public final long getCreationTime() {
    checkValid();
    return created;
  }

  public final long getLastAccessedTime() {
    return lastAccessed;
  }

  public final Object getAttribute(String name) {
    checkValid();
    Objects.requireNonNull(name, "name");
    AttributeMap present = attributes;
    return present == null ? null : present.get(name);
  }

  public final void setAttribute(String name, Object value) {
    checkValid();
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    writableAttributes().set(name, value);
  }

  public final void removeAttribute(String name) {
    checkValid();
    Objects.requireNonNull(name, "name");
    if (attributes != null) {
      attributes.remove(name);
    }
  }
}
