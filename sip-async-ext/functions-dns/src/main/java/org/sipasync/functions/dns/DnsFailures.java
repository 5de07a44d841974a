package org.sipasync.functions.dns;

import java.io.IOException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.xbill.DNS.Name;
import org.xbill.DNS.lookup.LookupFailedException;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/** Translates failures of lookups. */
final class DnsFailures {
  private DnsFailures() {}

  /** Returns the failure as an exception of the JDK. */
  static Throwable translated(Name name, Throwable failure) {
    Throwable bare = org.sipasync.support.Failures.unwrap(failure);
    if (bare instanceof NoSuchDomainException) {
      return new UnknownHostException(DnsNames.text(name) + " does not exist");
    }
    if (bare instanceof NoSuchRRSetException) {
      return nothing(name);
    }
    if (bare instanceof LookupFailedException) {
      return new IOException(
          "the lookup of " + DnsNames.text(name) + " failed: " + why(bare), bare);
    }
    return bare;
  }

  private static String why(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  static UnknownHostException nothing(Name name) {
    return new UnknownHostException(DnsNames.text(name) + " has no such records");
  }

  /** Returns the result of a list of values or a failure. */
  static Result result(Name name, List<?> values, Throwable failure) {
    if (failure != null) {
      Throwable cause = translated(name, failure);
      return Result.failed(code(cause), cause);
    }
    return values.isEmpty()
        ? Result.failed(ReturnCodes.NOTHING_FOUND, nothing(name))
        : Result.ok(values);
  }

  private static int code(Throwable cause) {
    if (cause instanceof UnknownHostException) {
      return ReturnCodes.NOTHING_FOUND;
    }
    if (cause instanceof TimeoutException) {
      return ReturnCodes.DEADLINE;
    }
    return cause instanceof RejectedExecutionException ? ReturnCodes.SHED : ReturnCodes.ERROR;
  }
}
