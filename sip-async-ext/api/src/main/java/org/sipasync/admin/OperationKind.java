package org.sipasync.admin;

/** Kind of waiter for an operation. */
public enum OperationKind {
  /** A suspended message. */
  SUSPENDED,

  /** A handler with nothing to suspend: it holds its thread (rule A10). */
  WAITING,

  /** A report route or nothing (rule L1). */
  LAUNCH,

  /** Another operation, its whole (rules C1, C2). */
  PART
}
