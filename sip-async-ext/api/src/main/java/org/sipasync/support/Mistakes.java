package org.sipasync.support;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.sipasync.Problem;
import org.sipasync.SipAsyncException;

/** Errors that are reported together, each with its number. For one thread. */
public final class Mistakes {
  private final List<SipAsyncException> found = new ArrayList<>();

  /** Runs a step and keeps the error that it throws; returns null then. */
  public <T> T collect(Supplier<T> step) {
    try {
      return step.get();
    } catch (SipAsyncException e) {
      found.add(e);
      return null;
    }
  }

  public void add(SipAsyncException mistake) {
    found.add(mistake);
  }

  public void addAll(List<SipAsyncException> mistakes) {
    found.addAll(mistakes);
  }

  public boolean areNone() {
    return found.isEmpty();
  }

  /** Returns what has been collected so far, in order. */
  public List<SipAsyncException> all() {
    return List.copyOf(found);
  }

  /**
   * Throws one exception for all errors.
   *
   * @param problem whose text takes their number and their list
   */
  public void throwIfAny(Problem problem) {
    if (!found.isEmpty()) {
      StringBuilder list = new StringBuilder();
      found.forEach(each -> list.append("\n  - ").append(each.getMessage()));
      throw problem.exception(found.size(), list.toString());
    }
  }
}
