package org.sipasync.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.Config;
import org.sipasync.Problem;

/**
 * Configuration of the console. An error does not stop the deployment, which would stop the users'
 * applications, too; the console then refuses every request and states the reason.
 *
 * @param on true if the console is enabled
 * @param remote true if it accepts other machines, with a login
 * @param loopbackLogin true if this machine must log in, too
 * @param users users by name
 * @param mistakes numbered messages of errors; empty if there are none
 */
record ConsoleSettings(
    boolean on,
    boolean remote,
    boolean loopbackLogin,
    Map<String, User> users,
    List<String> mistakes) {
  static final String VIEWER = "viewer";
  static final String OPERATOR = "operator";

  private static final String ON = "sip.async.console";
  private static final String REMOTE = "sip.async.console.remote";
  private static final String LOOPBACK = "sip.async.console.loopback";
  private static final String USERS = "sip.async.console.users";

  /** Key in messages, with NAME for the user's name. */
  private static final String PASSWORD = "sip.async.console.user.NAME.password";

  private static final String ROLE = "sip.async.console.user.NAME.role";
  private static final int MAX_USERS = 100;

  /** A user. An operator is a viewer, too. */
  record User(String name, PasswordHash password, Set<String> roles) {}

  static ConsoleSettings from(Config config) {
    List<String> mistakes = new ArrayList<>();
    boolean on = !choice(config, ON, "on", "off", mistakes);
    boolean remote = choice(config, REMOTE, "false", "true", mistakes);
    boolean login = choice(config, LOOPBACK, "open", "login", mistakes);
    Map<String, User> users = users(config, mistakes);
    if (users.isEmpty() && mistakes.isEmpty() && (remote || login)) {
      String key = remote ? REMOTE + "=true" : LOOPBACK + "=login";
      mistakes.add(Problem.CONSOLE_NO_USERS.message(key, key));
    }
    return new ConsoleSettings(on, remote, login, users, List.copyOf(mistakes));
  }

  /** Returns true for the second of two values; the first is the default. */
  private static boolean choice(
      Config config, String key, String first, String second, List<String> mistakes) {
    String value = config.getOptionalValue(key, String.class).map(String::trim).orElse(first);
    if (!value.equals(first) && !value.equals(second)) {
      mistakes.add(bad(key, "it must be " + first + " or " + second));
    }
    return value.equals(second);
  }

  private static Map<String, User> users(Config config, List<String> mistakes) {
    Map<String, User> users = new LinkedHashMap<>();
    for (String entry : config.getOptionalValue(USERS, String.class).orElse("").split(",", -1)) {
      String name = entry.trim();
      if (name.isEmpty()) {
        continue;
      }
      if (!name.matches("[A-Za-z0-9_.-]{1,64}") || users.size() >= MAX_USERS) {
        mistakes.add(
            bad(
                USERS,
                "it must be up to 100 names of letters, digits and _.- separated by commas"));
        break;
      }
      user(config, name, mistakes, users);
    }
    return users;
  }

  private static void user(
      Config config, String name, List<String> mistakes, Map<String, User> users) {
    String passwordKey = PASSWORD.replace("NAME", name);
    String roleKey = ROLE.replace("NAME", name);
    String role = config.getOptionalValue(roleKey, String.class).orElse(VIEWER).trim();
    if (!role.equals(VIEWER) && !role.equals(OPERATOR)) {
      mistakes.add(bad(roleKey, "it must be " + VIEWER + " or " + OPERATOR));
    }
    Set<String> roles = role.equals(OPERATOR) ? Set.of(VIEWER, OPERATOR) : Set.of(VIEWER);
    try {
      String hash = config.getOptionalValue(passwordKey, String.class).orElse("");
      users.put(name, new User(name, PasswordHash.parse(hash.trim()), roles));
    } catch (IllegalArgumentException e) {
      mistakes.add(bad(passwordKey, e.getMessage()));
    }
  }

  private static String bad(String key, String why) {
    return Problem.CONSOLE_BAD_SETTING.message(key, why);
  }
}
