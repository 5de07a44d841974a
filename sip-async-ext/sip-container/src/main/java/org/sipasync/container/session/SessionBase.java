package org.sipasync.container.session;

/** Common state of application sessions and SIP sessions: attributes, times, validity. */
abstract class SessionBase {
  private final Timers timers;
  private final long created;
  private final AttributeMap attributes = new AttributeMap(this::events);
  private long lastAccessed;
  private boolean invalidateWhenReady = true;
  private volatile boolean valid = true;

  SessionBase(Timers timers) {
    this.timers = timers;
    this.created = timers.currentTimeMillis();
    this.lastAccessed = created;
  }

  /** Receiver of attribute events. */
  abstract AttributeMap.Events events();

  /** Clock and timers. */
  public final Timers timers() {
    return timers;
  }

  final AttributeMap attributes() {
    return attributes;
  }

  /** Notes a message of this session. */
  public void touch() {
    lastAccessed = timers.currentTimeMillis();
  }

  /** Unbinds the attributes and ends the session. */
  final void end() {
    attributes.clear();
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
    return valid && invalidateWhenReady;
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
    return attributes.get(name);
  }

  public final void setAttribute(String name, Object value) {
    checkValid();
    attributes.set(name, value);
  }

  public final void removeAttribute(String name) {
    checkValid();
    attributes.remove(name);
  }
}
