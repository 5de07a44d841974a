package org.sipasync.test.secured;

import jakarta.annotation.Resource;
import jakarta.annotation.security.DeclareRoles;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;

/** Opens for the boss, and says who asks. */
@Stateless
@DeclareRoles({"staff", "boss"})
public class Vault {
  @Resource private SessionContext context;

  @RolesAllowed("boss")
  public String open() {
    return "open";
  }

  @PermitAll
  public String who() {
    return context.getCallerPrincipal().getName() + " staff=" + context.isCallerInRole("staff");
  }
}
