package org.sipasync.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import org.sipasync.console.ConsoleSettings.User;

/** The configured users, for this application only. */
@ApplicationScoped
public class Users implements IdentityStore {
  /** Makes unknown names take as long as known ones. */
  private static final PasswordHash NOBODYS = PasswordHash.of("nobody's password".toCharArray());

  @Inject ConsoleSettings settings;

  @Override
  public CredentialValidationResult validate(Credential credential) {
    if (!(credential instanceof UsernamePasswordCredential login)) {
      return CredentialValidationResult.NOT_VALIDATED_RESULT;
    }
    User user = settings.users().get(login.getCaller());
    PasswordHash hash = user == null ? NOBODYS : user.password();
    boolean right = hash.isOf(login.getPassword().getValue());
    return user != null && right
        ? new CredentialValidationResult(user.name(), user.roles())
        : CredentialValidationResult.INVALID_RESULT;
  }
}
