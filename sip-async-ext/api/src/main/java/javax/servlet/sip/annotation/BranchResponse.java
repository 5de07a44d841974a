package javax.servlet.sip.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.sipasync.annotation.SipPredicate;

/** JSR 359's name for {@link org.sipasync.annotation.BranchResponse}. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@SipPredicate(org.sipasync.annotation.BranchResponse.IsBranchResponse.class)
public @interface BranchResponse {}
