package org.sipasync.sample.page;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A scenario that the page may call; no other address is ever called.
 *
 * @param user the user part of its address
 * @param parameters the parameters its address may have, in order
 * @param comparable true if a comparison of a thousand calls makes sense
 * @param authenticates true if it requires a password
 */
record Target(String user, List<String> parameters, boolean comparable, boolean authenticates) {
  static final List<Target> ALL =
      List.of(
          new Target("credit", List.of("uid"), true, false),
          new Target("auth", List.of("uid"), false, true),
          new Target("http", List.of("delay"), true, false),
          new Target("pause", List.of("ms"), true, false),
          new Target("exec", List.of("arg"), true, false),
          new Target("push", List.of("device"), false, false),
          new Target("cdr", List.of(), false, false),
          new Target("event", List.of(), false, false),
          new Target("chain", List.of("uid"), false, true),
          new Target("all", List.of("uid"), false, false),
          new Target("wait", List.of("key"), false, false),
          new Target("call", List.of("uid"), false, false));

  private static final Set<String> HOLD_THREAD = Set.of("credit", "auth", "http", "pause", "exec");
  private static final Set<String> REGISTRARS = Set.of("auth");

  static Optional<Target> of(String user) {
    return ALL.stream().filter(target -> target.user.equals(user)).findFirst();
  }

  /** Returns true if it supports {@code ;mode=blocking}. */
  boolean holdsThread() {
    return HOLD_THREAD.contains(user);
  }

  /** Returns true if it supports a method. */
  boolean takes(String method) {
    return Set.of("INVITE", "OPTIONS", "MESSAGE").contains(method)
        || method.equals("REGISTER") && REGISTRARS.contains(user);
  }
}
