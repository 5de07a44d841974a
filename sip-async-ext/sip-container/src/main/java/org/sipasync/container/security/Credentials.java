package org.sipasync.container.security;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import javax.servlet.sip.AuthInfo;
import org.sipasync.sip.message.HeaderName;

/** AuthInfo: users and passwords by status and realm. Not thread-safe. */
public final class Credentials implements AuthInfo {
  private static final HeaderName AUTHORIZATION = HeaderName.of("Authorization");

  private final Map<Key, User> users = new HashMap<>(4);

  private record Key(int status, String realm) {}

  /** The password is not shown. */
  record User(String name, String password) {
    @Override
    public String toString() {
      return name;
    }
  }

  @Override
  public void addAuthInfo(int status, String realm, String user, String password) {
    if (status != 401 && status != 407) {
      throw new IllegalArgumentException("Status " + status + " is no challenge; pass 401 or 407");
    }
    users.put(
        new Key(status, Objects.requireNonNull(realm, "realm")),
        new User(
            Objects.requireNonNull(user, "user"), Objects.requireNonNull(password, "password")));
  }

  /**
   * User for a challenge; null if there is none. A 401 may carry a proxy's challenge, too (RFC 3261
   * 16.7 step 7): it is looked for by 407, then by the response's status.
   */
  User find(DigestChallenge challenge, int status) {
    int own = challenge.credentials().equals(AUTHORIZATION) ? 401 : 407;
    User user = users.get(new Key(own, challenge.realm()));
    return user != null ? user : users.get(new Key(status, challenge.realm()));
  }
}
