package org.sipasync.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Predicate;
import javax.servlet.sip.SipServletMessage;

/**
 * Binds an annotation to the messages that a predicate accepts (JSR 359, 4.2.4).
 *
 * <pre>{@code
 * @Retention(RUNTIME)
 * @Target(METHOD)
 * @SipMethod("INVITE")
 * @SipPredicate(InitialInvite.Check.class)
 * @interface InitialInvite {
 *   class Check implements Predicate<SipServletRequest> {
 *     public boolean test(SipServletRequest request) {
 *       return request.isInitial();
 *     }
 *   }
 * }
 * }</pre>
 */
@Documented
@Target(ElementType.ANNOTATION_TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface SipPredicate {
  /**
   * The predicate, with a no-argument constructor. One instance is created per handler and must be
   * thread-safe.
   */
  Class<? extends Predicate<? extends SipServletMessage>> value();
}
