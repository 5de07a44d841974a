package org.sipasync.container.proxy;

import java.util.Set;
import org.sipasync.container.message.RequestFacade;
import org.sipasync.container.session.DialogSession;
import org.sipasync.sip.message.SipResponse;

/** Sessions that the responses to a proxied request go by, and their states. */
interface Dialogs {
  /**
   * Key of our Record-Route; from now on requests of the dialogs are expected here. That of a
   * request within a dialog is the one that has led it here; null if none has.
   */
  String record();

  /**
   * Session of a response, made if its dialog is new.
   *
   * @param request as the application has it
   * @return null if it gets none: there are too many, or the request's is over
   */
  DialogSession sessionOf(RequestFacade request, SipResponse response);

  /**
   * Keeps the request's session from being ready as long as branches are open.
   *
   * @param supervised true if the application sees responses
   */
  void start(boolean supervised);

  /** Takes in that the application has answered the request itself, by a final response. */
  void onAnsweredHere(int status);

  /** Takes in that a provisional response has come; before the application sees it. */
  void onProvisional(DialogSession session, SipResponse response);

  /**
   * Takes in that a 2xx has come; before the application sees it.
   *
   * @param session null if it has none
   */
  void onOk(DialogSession session, SipResponse response);

  /**
   * Takes in that a 2xx has gone upstream whose dialog's requests do not come back here.
   *
   * @param session null if it has none
   */
  void onPassingBy(DialogSession session);

  /**
   * Takes in that a branch has failed: nobody accepts its early dialogs any more. The search goes
   * on, or another branch has been accepted.
   *
   * @param tags of the callees that it has led to
   */
  void onBranchFailure(Set<String> tags);

  /** Takes in that a failure goes upstream. */
  void onFailure(int status);

  /** Takes in that no branch is open any more: undoes {@link #start}. */
  void end();
}
