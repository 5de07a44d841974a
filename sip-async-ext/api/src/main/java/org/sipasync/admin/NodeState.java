package org.sipasync.admin;

/** Whether a server takes new calls. */
public enum NodeState {
  /** It does. */
  RUNNING,

  /** New initial requests are refused; the server stops when nothing is in flight any more. */
  DRAINING,

  /** It goes. */
  STOPPING
}
