package org.sipasync.admin;

/** State of a server. */
public enum NodeState {
  /** Accepts new calls. */
  RUNNING,

  /** Refuses new initial requests and stops when nothing is in flight. */
  DRAINING,

  /** Stopping. */
  STOPPING
}
