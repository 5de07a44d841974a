package org.sipasync.digest;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BiFunction;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Functions;
import org.sipasync.function.Result;

/**
 * Source of the users' secrets: any function that looks one up. As a CDI bean of the application it
 * serves the {@code <login-config>} of its sip.xml. Thread-safe.
 *
 * <pre>{@code
 * @ApplicationScoped
 * class Accounts implements DigestSecrets {
 *   @Inject Redis redis;
 *
 *   public AsyncFunction find(String user, String realm, DigestAlgorithm algorithm) {
 *     return redis.get("secret:" + algorithm.token() + ":" + user);
 *   }
 * }
 * }</pre>
 */
@FunctionalInterface
public interface DigestSecrets {

  /**
   * Returns the function that looks up a user's secret. Called by the handler's thread, in the
   * application's context; must not block.
   *
   * @param user as the client names itself: untrusted, up to 255 characters, without control
   *     characters; not null
   * @param realm the authenticator's realm; not null
   * @param algorithm the secret's algorithm; not null
   * @return the function, whose value is the secret ({@link DigestAlgorithm#secret}), or null; a
   *     failure with {@link org.sipasync.function.ReturnCodes#NOTHING_FOUND} stands for an unknown
   *     user, any other one for a store out of order; never null
   */
  AsyncFunction find(String user, String realm, DigestAlgorithm algorithm);

  /**
   * Returns the secret in a result: by default its value. Called on an event loop or a library's
   * thread; must only read the result.
   *
   * @param result a success of {@link #find}; not null
   * @param algorithm the secret's algorithm; not null
   * @return hexadecimal digits; null if the user is unknown
   */
  default String secretOf(Result result, DigestAlgorithm algorithm) {
    return result.value() == null ? null : String.valueOf(result.value());
  }

  /**
   * Returns the roles of a user, for {@code <auth-constraint>} and {@code isUserInRole}: by default
   * the output {@code roles}, a collection or a text with commas.
   *
   * @param result a success of {@link #find}; not null
   * @return never null
   */
  default Set<String> rolesOf(Result result) {
    Object roles = result.outputs().get("roles");
    Set<String> all = new LinkedHashSet<>();
    if (roles instanceof Collection<?> several) {
      several.forEach(role -> all.add(String.valueOf(role)));
    } else if (roles != null) {
      Arrays.stream(roles.toString().split(",")).map(String::strip).forEach(all::add);
    }
    return all;
  }

  /**
   * Returns secrets of passwords that are known at once, such as a test's.
   *
   * @param passwords returns the password of a user in a realm, or null; must not block
   */
  static DigestSecrets ofPasswords(BiFunction<String, String, String> passwords) {
    return (user, realm, algorithm) -> {
      String password = passwords.apply(user, realm);
      String secret = password == null ? null : algorithm.secret(user, realm, password);
      return Functions.done("digest.password", Result.ok(secret));
    };
  }
}
