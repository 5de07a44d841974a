package org.sipasync.container.message;

import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import javax.servlet.sip.SipURI;
import org.sipasync.sip.message.SipUri;

/** Owner of a Record-Route's or Path's URI: the application's are its parameters only. */
final class RouteUriOwner implements ValueOwner {
  private static final Set<String> RESERVED =
      Set.of("transport", "user", "method", "ttl", "maddr", "lr");

  private final SipUriFacade uri;
  private final Consumer<SipUri> onChanged;

  RouteUriOwner(SipUri value, Consumer<SipUri> onChanged) {
    this.uri = new SipUriFacade(value, this);
    this.onChanged = onChanged;
  }

  SipURI uri() {
    return uri;
  }

  @Override
  public void check(Part part, String name) {
    boolean own = part == Part.URI_PARAMETER && !RESERVED.contains(name.toLowerCase(Locale.ROOT));
    if (!own) {
      String what = name == null ? "anything but parameters" : "parameter " + name;
      throw new IllegalArgumentException("The container sets " + what + " of this route's URI");
    }
  }

  @Override
  public void changed() {
    onChanged.accept((SipUri) uri.value());
  }
}
