package org.sipasync.test.wrong;

import org.sipasync.ResumeRoute;

/** Neither servlet nor bean: it has no constructor that CDI could use. */
public class NoBean {
  NoBean(String text) {}

  @ResumeRoute
  void unreachable() {}
}
