package org.sipasync.container.dispatch;

/**
 * ACKs of the INVITEs of ours in one dialog. Those of the last two are kept: a 2xx that comes again
 * belongs to the last INVITE, or crosses it. For the session's lane.
 */
final class Acknowledgements {
  private final Wire wire;
  private long number = -1;
  private long numberBefore = -1;

  /** Null before the first 2xx. */
  private Acknowledgement last;

  /** Null before the second 2xx. */
  private Acknowledgement before;

  Acknowledgements(Wire wire) {
    this.wire = wire;
  }

  /**
   * Notes a 2xx to an INVITE.
   *
   * @return false if it is a repetition
   */
  boolean onOk(long cseq) {
    if (cseq <= number) {
      return false;
    }
    numberBefore = number;
    before = last;
    number = cseq;
    last = new Acknowledgement(wire);
    return true;
  }

  /** ACK of the 2xx to the INVITE of this number; null if there was none, or two later ones. */
  Acknowledgement find(long cseq) {
    if (cseq == number) {
      return last;
    }
    return cseq == numberBefore ? before : null;
  }
}
