package org.sipasync.container.proxy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.BiFunction;
import org.sipasync.container.message.Sips;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.message.Uri;

/** Branches of one proxied request: which are made, which wait for their turn, which are open. */
final class Targets {
  /** Branches that redirections of one request may make: a callee could redirect for ever. */
  private static final int MAX_REDIRECTED = 64;

  private final SipRequest received;
  private final ProxySettings settings;
  private final BiFunction<Uri, ProxySettings, Branch> factory;
  private final Breadth breadth;
  private final List<Branch> all = new ArrayList<>(1);
  private final Deque<Branch> waiting = new ArrayDeque<>(1);
  private final List<Branch> open = new ArrayList<>(1);
  private int redirected;

  /**
   * Starts without branches.
   *
   * @param settings a copy of them goes to each branch
   * @param factory makes a branch
   */
  Targets(
      SipRequest received, ProxySettings settings, BiFunction<Uri, ProxySettings, Branch> factory) {
    this.received = received;
    this.settings = settings;
    this.factory = factory;
    this.breadth = Breadth.of(received);
  }

  /** Branches of the first level. */
  List<Branch> all() {
    return all;
  }

  Breadth breadth() {
    return breadth;
  }

  /** Makes a branch of the first level. */
  Branch create(Uri target) {
    Branch branch = factory.apply(target, settings.copy());
    all.add(branch);
    return branch;
  }

  /** Branch of a URI; null if there is none. */
  Branch find(Uri target) {
    return find(target, all);
  }

  private static Branch find(Uri target, List<Branch> among) {
    for (Branch each : among) {
      Branch found = each.target().equals(target) ? each : find(target, each.children());
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** Puts branches behind those that wait. */
  void add(List<Branch> branches) {
    waiting.addAll(branches);
  }

  /**
   * Targets of a redirection that were not tried before, as far as there is room for them. Only
   * those with the scheme of the request: RFC 5630 5.3.
   */
  List<Uri> redirected(SipResponse redirection) {
    boolean isSecure = Sips.isRequested(received);
    List<Uri> targets =
        Redirection.targets(
            redirection,
            target ->
                Sips.is(target) == isSecure
                    && find(target) == null
                    && !target.equals(requestUri()));
    return targets.subList(0, Math.min(targets.size(), MAX_REDIRECTED - redirected));
  }

  private Uri requestUri() {
    try {
      return received.uri();
    } catch (ParseException e) {
      return null;
    }
  }

  /** Makes branches of a redirection, which come next. */
  void recurse(Branch from, List<Uri> targets) {
    redirected += targets.size();
    List<Uri> reversed = new ArrayList<>(targets);
    Collections.reverse(reversed);
    for (Uri target : reversed) {
      Branch child = factory.apply(target, from.settings().copy());
      from.children().add(0, child);
      waiting.addFirst(child);
    }
  }

  /** Starts what may start: all, or the next one unless one is awaited. */
  void start(boolean parallel) {
    boolean oneAtATime = !parallel;
    while (!waiting.isEmpty() && breadth.hasRoom() && !(oneAtATime && isAwaiting())) {
      int share = breadth.take(parallel ? waiting.size() : 1);
      Branch next = waiting.poll();
      open.add(next);
      next.start(share);
    }
  }

  private boolean isAwaiting() {
    return open.stream().anyMatch(Branch::isAwaited);
  }

  /** Takes in that a branch has its final response. */
  void onFinal(Branch branch) {
    open.remove(branch);
    breadth.give(branch.breadth());
  }

  /** True if nothing is open or waits. */
  boolean areDone() {
    return open.isEmpty() && waiting.isEmpty();
  }

  boolean areClosed() {
    return open.isEmpty();
  }

  /** Starts no branch that waits. */
  void forgetWaiting() {
    waiting.clear();
  }

  /**
   * Cancels all open branches.
   *
   * @param reason Reason header; null if there is none
   */
  void cancelOpen(String reason) {
    List.copyOf(open).forEach(each -> each.cancel(reason));
  }

  /** Cancels a branch and those that its redirection has made. */
  void cancel(Branch branch, String reason) {
    waiting.remove(branch);
    branch.cancel(reason);
    branch.children().forEach(child -> cancel(child, reason));
  }

  /** Ends the wait for all open branches. */
  void timeOut() {
    List.copyOf(open).forEach(Branch::timeOut);
  }
}
