package org.sipasync.cluster.sim;

/** A dialog as its peer sees it: whoever answers it, and in which order. */
final class SimDialog {
  final String key;

  /** Number of nodes that have had it, one after the other. */
  int owners;

  /** Number of answers that a former owner has sent after a later one had it. */
  int answersOfFormer;

  int answers;
  boolean isStored;
  boolean hasEnded;
  private final StringBuilder story = new StringBuilder();

  SimDialog(String key) {
    this.key = key;
  }

  void note(long at, String what) {
    story.append("\n  ").append(at).append(' ').append(what);
  }

  @Override
  public String toString() {
    return key + story;
  }
}
