package org.sipasync.container.session;

import java.util.Objects;
import java.util.Set;

/** Common state of application sessions and SIP sessions: attributes, times, validity. */
abstract class SessionBase {
  private final Timers timers;
  private final long created;

  /** Null until it is asked for. */
  private volatile String id;

  /** Null until one is set. */
  private volatile AttributeMap attributes;

  private long lastAccessed;
  private boolean invalidateWhenReady = true;
  private volatile boolean valid = true;

  /** True while listeners are told of the end, and after that. */
  private boolean ending;

  SessionBase(Timers timers) {
    this.timers = timers;
    this.created = timers.currentTimeMillis();
    this.lastAccessed = created;
  }

  /** Makes the id; once. */
  abstract String makeId();

  /** Id of the session, made when it is first asked for. */
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

  /** Id if anybody has asked for it; null if not. */
  final String knownId() {
    return id;
  }

  /** A receiver of attribute events. */
  abstract AttributeMap.Events events();

  /** Clock and timers. */
  public final Timers timers() {
    return timers;
  }

  /** Names of the attributes, at this moment. */
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

  /** Notes a message of this session. */
  public void touch() {
    lastAccessed = timers.currentTimeMillis();
  }

  /** Begins to end the session; false the second time, as by a listener that is told of the end. */
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
  }

  /** True if the session is to go now that nothing keeps it; valid or not. */
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
