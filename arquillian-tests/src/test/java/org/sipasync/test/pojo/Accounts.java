package org.sipasync.test.pojo;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.FileNotFoundException;
import org.sipasync.BlockingFunction;
import org.sipasync.Launch;
import org.sipasync.Param;
import org.sipasync.function.Result;
import org.sipasync.functions.sleep.Sleep;

/** Blocking work, as functions and as launches. */
@ApplicationScoped
public class Accounts {
  @Inject Notes notes;

  @BlockingFunction(value = "credit", deadlineMillis = 300)
  long creditOf(String uid, int factor) throws InterruptedException, FileNotFoundException {
    if (uid.equals("slow")) {
      try {
        Thread.sleep(20_000);
      } catch (InterruptedException e) {
        notes.add("slow", "interrupted");
        throw e;
      }
    }
    if (uid.equals("nobody")) {
      throw new FileNotFoundException("no account of nobody");
    }
    return 21L * factor;
  }

  @BlockingFunction
  Result tariff(String uid) {
    return Result.ok("flat").with("currency", "EUR");
  }

  @Launch(report = "pushed", deadlineMillis = 300)
  public void push(@Param String who) throws Exception {
    notes.add(who, "pushing on " + Thread.currentThread().getName());
    if (who.equals("failing")) {
      throw new FileNotFoundException("no device");
    }
    if (who.equals("sluggish")) {
      Thread.sleep(20_000);
    }
  }

  @Launch(report = "pushed")
  public Result pushWithCode(@Param String who) {
    return Result.failed(-42, null);
  }

  @Launch(report = "pushed")
  public org.sipasync.function.AsyncFunction pushLater(@Param String who) {
    return Sleep.millis(30);
  }
}
