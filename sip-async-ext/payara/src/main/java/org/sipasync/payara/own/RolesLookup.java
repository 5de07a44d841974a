package org.sipasync.payara.own;

import java.util.Set;
import org.sipasync.digest.DigestSecrets;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Operation;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.function.Started;

/**
 * Look-up of a user whom a peer vouches for; its value is the {@link AuthenticatedUser}. One whom
 * the store does not know has no roles.
 *
 * @param find finds the user
 */
record RolesLookup(String user, DigestSecrets secrets, AsyncFunction find)
    implements AsyncFunction {
  @Override
  public String name() {
    return "identity";
  }

  @Override
  public Started start(Operation operation) {
    Operation.Part part = operation.start(find);
    return new Started.OnCompletion(part.result().thenApply(this::identify), part::abort);
  }

  private Result identify(Result found) {
    if (found.returnCode() == ReturnCodes.NOTHING_FOUND) {
      return Result.ok(new AuthenticatedUser(user, Set.of()));
    }
    return found.isOk() ? Result.ok(new AuthenticatedUser(user, secrets.rolesOf(found))) : found;
  }
}
