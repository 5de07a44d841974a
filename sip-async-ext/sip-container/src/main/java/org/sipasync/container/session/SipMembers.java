package org.sipasync.container.session;

import java.util.ArrayList;
import java.util.List;

/**
 * SIP sessions of one application session in the order of their making, those that have changed
 * since they were last looked at, and the number of those that are ready to be invalidated. Each
 * operation but {@link #all} takes the same time however many there are. Thread-safe, since
 * applications send requests from threads of their own.
 *
 * <pre>
 *   add, changed ---> queue of changes --- poll ---> looked at
 *                          ^                          | postpone: ready, but held
 *                          +-- resume -- postponed <--+
 * </pre>
 */
final class SipMembers {
  private final Queue changes = new Queue();
  private final Queue postponed = new Queue();
  private DialogSession first;
  private DialogSession last;
  private int size;
  private int ready;

  /** Queue that a session stands in at most once. */
  private static final class Queue {
    private DialogSession first;
    private DialogSession last;

    void add(DialogSession session) {
      session.isQueued = true;
      if (first == null) {
        first = session;
      } else {
        last.nextChanged = session;
      }
      last = session;
    }

    DialogSession poll() {
      DialogSession head = first;
      if (head != null) {
        first = head.nextChanged;
        head.nextChanged = null;
        head.isQueued = false;
      }
      return head;
    }
  }

  synchronized void add(DialogSession session) {
    session.isMember = true;
    session.previous = last;
    if (first == null) {
      first = session;
    } else {
      last.next = session;
    }
    last = session;
    size++;
    changed(session);
  }

  synchronized void remove(DialogSession session) {
    if (!session.isMember) {
      return;
    }
    count(session, false);
    session.isMember = false;
    size--;
    if (session.previous == null) {
      first = session.next;
    } else {
      session.previous.next = session.next;
    }
    if (session.next == null) {
      last = session.previous;
    } else {
      session.next.previous = session.previous;
    }
    session.previous = null;
    session.next = null;
  }

  /** Takes in that a session may be ready now, or no longer. */
  synchronized void changed(DialogSession session) {
    if (!session.isMember) {
      return;
    }
    count(session, session.isReady());
    if (!session.isQueued) {
      changes.add(session);
    }
  }

  private void count(DialogSession session, boolean isReady) {
    if (isReady != session.isCountedReady) {
      session.isCountedReady = isReady;
      ready += isReady ? 1 : -1;
    }
  }

  /** Takes the next session that has changed, which may have ended; null if there is none. */
  synchronized DialogSession poll() {
    return changes.poll();
  }

  /** Keeps a session that was polled for {@link #resume}. */
  synchronized void postpone(DialogSession session) {
    if (session.isMember && !session.isQueued) {
      postponed.add(session);
    }
  }

  /** Puts the postponed sessions back to those that have changed. */
  synchronized void resume() {
    for (DialogSession each = postponed.poll(); each != null; each = postponed.poll()) {
      changes.add(each);
    }
  }

  synchronized int size() {
    return size;
  }

  /** True if all are ready. */
  synchronized boolean areReady() {
    return ready == size;
  }

  /** Sessions at this moment. */
  synchronized List<DialogSession> all() {
    List<DialogSession> all = new ArrayList<>(size);
    for (DialogSession each = first; each != null; each = each.next) {
      all.add(each);
    }
    return all;
  }
}
