package org.sipasync.cluster.sim;

import java.util.LinkedHashSet;
import java.util.Set;

/** A call as its caller sees it. */
final class SimCall {
  final String key;

  /** The final responses it got; more than one is what must not be. */
  final Set<String> finals = new LinkedHashSet<>();

  /** True once a node was told that the grid has the call. */
  boolean isStored;

  private final StringBuilder story = new StringBuilder();

  SimCall(String key) {
    this.key = key;
  }

  void note(long at, String what) {
    story.append("\n  ").append(at).append(' ').append(what);
  }

  @Override
  public String toString() {
    return key + " " + finals + story;
  }
}
