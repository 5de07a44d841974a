package org.sipasync.container.message;

import org.sipasync.jsr359.SessionKeepAlive;
import org.sipasync.jsr359.SessionKeepAlive.Refresher;

/** Session timer that an application wishes for with one message. */
final class RefreshPreference implements SessionKeepAlive.Preference {
  private RefreshTerms terms;

  RefreshPreference(RefreshTerms defaults) {
    terms = defaults;
  }

  RefreshTerms terms() {
    return terms;
  }

  @Override
  public boolean getEnabled() {
    return terms.enabled();
  }

  @Override
  public void setEnabled(boolean enabled) {
    terms = new RefreshTerms(enabled, terms.expires(), terms.min(), terms.refresher());
  }

  @Override
  public int getExpiration() {
    return terms.expires();
  }

  @Override
  public void setExpiration(int seconds) {
    terms = new RefreshTerms(terms.enabled(), seconds, terms.min(), terms.refresher());
  }

  @Override
  public int getMinimumExpiration() {
    return terms.min();
  }

  @Override
  public void setMinimumExpiration(int seconds) {
    terms = new RefreshTerms(terms.enabled(), terms.expires(), seconds, terms.refresher());
  }

  @Override
  public Refresher getRefresher() {
    return terms.refresher();
  }

  @Override
  public void setRefresher(Refresher refresher) {
    terms = new RefreshTerms(terms.enabled(), terms.expires(), terms.min(), refresher);
  }
}
