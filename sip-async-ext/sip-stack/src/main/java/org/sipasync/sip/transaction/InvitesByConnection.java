package org.sipasync.sip.transaction;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sipasync.sip.transport.Flow;

/**
 * INVITE server transactions by connection, of connections that cannot be opened again: when one
 * closes, its INVITEs are told, since nobody will hear of their responses.
 */
final class InvitesByConnection {
  private final Map<Flow, Set<InviteServerTransaction>> invites = new HashMap<>();

  InviteServerTransaction add(InviteServerTransaction invite) {
    if (!invite.flow().isReopenable()) {
      invites.computeIfAbsent(invite.flow(), flow -> new HashSet<>(2)).add(invite);
    }
    return invite;
  }

  void remove(InviteServerTransaction invite) {
    Set<InviteServerTransaction> ofFlow = invites.get(invite.flow());
    if (ofFlow != null && ofFlow.remove(invite) && ofFlow.isEmpty()) {
      invites.remove(invite.flow());
    }
  }

  void onClosed(Flow flow) {
    Set<InviteServerTransaction> ofFlow = invites.remove(flow);
    if (ofFlow != null) {
      List.copyOf(ofFlow).forEach(InviteServerTransaction::onPeerGone);
    }
  }
}
