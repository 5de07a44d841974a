package org.sipasync.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Predicate;
import javax.servlet.sip.SipServletResponse;

/**
 * Marks a handler of a final response received on one branch of a proxy (JSR 289, 10.2.4). As with
 * a SipServlet's {@code doBranchResponse}, no other handler gets such a response.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@SipPredicate(BranchResponse.IsBranchResponse.class)
public @interface BranchResponse {

  /** Accepts responses on a branch that are not the proxy's best one. */
  final class IsBranchResponse implements Predicate<SipServletResponse> {
    /** Created by the container. */
    public IsBranchResponse() {}

    @Override
    public boolean test(SipServletResponse response) {
      return response.isBranchResponse();
    }
  }
}
