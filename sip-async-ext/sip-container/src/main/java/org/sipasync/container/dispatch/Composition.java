package org.sipasync.container.dispatch;

import java.util.List;
import javax.servlet.sip.ar.SipTargetedRequestInfo;
import org.sipasync.container.message.Routing;
import org.sipasync.container.routing.ApplicationSelection.Question;
import org.sipasync.container.routing.Selection;
import org.sipasync.container.routing.Selection.Away;
import org.sipasync.container.routing.Selection.Refused;
import org.sipasync.container.session.AppSession;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipRequest;

/**
 * Way of an initial request that an application sends, as UAC, as B2BUA or as proxy: the router is
 * asked again (JSR 289 15.4.1). For the lane of the sender.
 */
final class Composition {
  private final Services services;
  private final Targeting targets;

  Composition(Services services) {
    this.services = services;
    this.targets = new Targeting(services.sessions());
  }

  /**
   * Chooses where a request goes. Its Routes are changed accordingly: one of our own on top goes,
   * those of the router come.
   */
  Selection next(SipRequest leaving, Routing routing, AppSession sender) {
    try {
      NameAddr popped = OwnRoute.pop(leaving, services.contacts());
      boolean staysHere = popped != null || NextHop.isHere(leaving, services.contacts());
      SipTargetedRequestInfo target =
          staysHere ? Targeting.info(targets.find(leaving, popped)) : null;
      Routing sent = routing.sent(popped, sender.chainLength() + 1);
      Selection selection =
          services.applications().select(new Question(leaving, sent, null, sender, target));
      return selection instanceof Away away ? away(leaving, away) : selection;
    } catch (ParseException e) {
      return new Refused(400);
    }
  }

  /** Refuses (404) a request that no application wants and that leads here only: it would loop. */
  private Selection away(SipRequest leaving, Away away) {
    List<NameAddr> routes = away.routes();
    for (int i = routes.size() - 1; i >= 0; i--) {
      leaving.addFirst(HeaderName.ROUTE, routes.get(i));
    }
    return NextHop.isHere(leaving, services.contacts()) ? new Refused(404) : away;
  }
}
