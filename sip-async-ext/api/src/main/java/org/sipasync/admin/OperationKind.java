package org.sipasync.admin;

/** What waits for an operation. */
public enum OperationKind {
  /** A suspended message. */
  SUSPENDED,

  /** A handler that could suspend nothing: it holds its thread (rule A10). */
  WAITING,

  /** Nothing but its report route, if it has one (rule L1). */
  LAUNCH,

  /** Another operation, which it is a part of (rules C1, C2). */
  PART
}
