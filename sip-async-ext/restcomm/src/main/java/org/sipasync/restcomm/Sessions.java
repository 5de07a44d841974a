package org.sipasync.restcomm;

import jakarta.servlet.http.HttpSession;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.mobicents.servlet.sip.core.MobicentsSipFactory;
import org.mobicents.servlet.sip.core.SipContext;
import org.mobicents.servlet.sip.core.SipManager;
import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSession;
import org.mobicents.servlet.sip.core.session.MobicentsSipApplicationSessionKey;
import org.mobicents.servlet.sip.core.session.MobicentsSipSession;
import org.mobicents.servlet.sip.core.session.MobicentsSipSessionKey;
import org.mobicents.servlet.sip.core.session.SipApplicationSessionKey;
import org.mobicents.servlet.sip.core.session.SipSessionKey;
import org.mobicents.servlet.sip.core.session.SipStandardManagerDelegate;
import org.mobicents.servlet.sip.message.SipFactoryImpl;

/**
 * The sessions of one application. Restcomm's delegate keeps the maps; this makes the sessions and
 * binds each leg's Call-ID to its session's lane.
 */
final class Sessions implements SipManager {
  private static final int ROUNDS = 3;

  private final Delegate maps;

  Sessions(SipContext context, SipServer server) {
    maps = new Delegate(server);
    maps.setContainer(context);
    maps.setSipFactoryImpl((SipFactoryImpl) server.dispatcher().getSipFactory());
    maps.setMaxActiveSipSessions(-1);
    maps.setMaxActiveSipApplicationSessions(-1);
  }

  private static final class Delegate extends SipStandardManagerDelegate {
    private final SipServer server;

    Delegate(SipServer server) {
      this.server = server;
    }

    @Override
    protected MobicentsSipApplicationSession getNewMobicentsSipApplicationSession(
        SipApplicationSessionKey key, SipContext context) {
      Lane lane = Lane.current();
      return new SerialSession(
          key,
          context,
          lane != null ? lane : server.lanes().create(),
          server.settings().lockTimeout());
    }

    @Override
    protected MobicentsSipSession createSipSession(
        SipSessionKey key,
        boolean create,
        SipFactoryImpl factory,
        MobicentsSipApplicationSession session) {
      server.lanes().bind(key.getCallId(), SerialSession.of(session).lane());
      MobicentsSipSession made = super.createSipSession(key, create, factory, session);
      if (made.getKey() == key) {
        server.dialogs().add(key, () -> made.getProxy() != null);
      } else { // another thread made it first, and bound it
        server.lanes().release(key.getCallId());
      }
      return made;
    }

    @Override
    public MobicentsSipSession removeSipSession(MobicentsSipSessionKey key) {
      MobicentsSipSession removed = super.removeSipSession(key);
      if (removed != null) {
        server.dialogs().remove((SipSessionKey) key);
        server.lanes().release(key.getCallId());
      }
      return removed;
    }
  }

  /**
   * Ends every session, each under its lock; listeners are told. A session that a handler makes
   * meanwhile is ended in the next round; new requests make none any more.
   */
  void invalidateAll() {
    for (int round = 0; round < ROUNDS && maps.getNumberOfSipApplicationSessions() > 0; round++) {
      List<MobicentsSipApplicationSession> all = new ArrayList<>();
      maps.getAllSipApplicationSessions().forEachRemaining(all::add);
      all.forEach(Sessions::invalidate);
    }
  }

  private static void invalidate(MobicentsSipApplicationSession session) {
    try (var scope = SessionScope.open(session)) {
      if (session.isValidInternal()) {
        session.invalidate(true);
      }
    }
  }

  @Override
  public MobicentsSipSession removeSipSession(MobicentsSipSessionKey key) {
    return maps.removeSipSession(key);
  }

  @Override
  public MobicentsSipApplicationSession removeSipApplicationSession(
      MobicentsSipApplicationSessionKey key) {
    return maps.removeSipApplicationSession(key);
  }

  @Override
  public MobicentsSipApplicationSession getSipApplicationSession(
      MobicentsSipApplicationSessionKey key, boolean create) {
    return maps.getSipApplicationSession((SipApplicationSessionKey) key, create);
  }

  @Override
  public MobicentsSipSession getSipSession(
      MobicentsSipSessionKey key,
      boolean create,
      MobicentsSipFactory factory,
      MobicentsSipApplicationSession session) {
    return maps.getSipSession((SipSessionKey) key, create, (SipFactoryImpl) factory, session);
  }

  @Override
  public MobicentsSipApplicationSession findSipApplicationSession(HttpSession session) {
    return maps.findSipApplicationSession(session);
  }

  @Override
  public Object findSession(String id) {
    return null;
  }

  @Override
  public Iterator<MobicentsSipSession> getAllSipSessions() {
    return maps.getAllSipSessions();
  }

  @Override
  public Iterator<MobicentsSipApplicationSession> getAllSipApplicationSessions() {
    return maps.getAllSipApplicationSessions();
  }

  @Override
  public void removeAllSessions() {
    maps.removeAllSessions();
  }

  @Override
  public MobicentsSipFactory getMobicentsSipFactory() {
    return maps.getSipFactoryImpl();
  }

  @Override
  public void setMobicentsSipFactory(MobicentsSipFactory factory) {
    maps.setSipFactoryImpl((SipFactoryImpl) factory);
  }

  @Override
  public void dumpSipSessions() {
    maps.dumpSipSessions();
  }

  @Override
  public void dumpSipApplicationSessions() {
    maps.dumpSipApplicationSessions();
  }

  // What follows are Restcomm's statistics, handed through.

  @Override
  public int getMaxActiveSipSessions() {
    return maps.getMaxActiveSipSessions();
  }

  @Override
  public void setMaxActiveSipSessions(int most) {
    maps.setMaxActiveSipSessions(most);
  }

  @Override
  public int getMaxActiveSipApplicationSessions() {
    return maps.getMaxActiveSipApplicationSessions();
  }

  @Override
  public void setMaxActiveSipApplicationSessions(int most) {
    maps.setMaxActiveSipApplicationSessions(most);
  }

  @Override
  public int getRejectedSipSessions() {
    return maps.getRejectedSipSessions();
  }

  @Override
  public void setRejectedSipSessions(int rejected) {
    maps.setRejectedSipSessions(rejected);
  }

  @Override
  public int getRejectedSipApplicationSessions() {
    return maps.getRejectedSipApplicationSessions();
  }

  @Override
  public void setRejectedSipApplicationSessions(int rejected) {
    maps.setRejectedSipApplicationSessions(rejected);
  }

  @Override
  public void setSipSessionCounter(int count) {
    maps.setSipSessionCounter(count);
  }

  @Override
  public int getSipSessionCounter() {
    return maps.getSipSessionCounter();
  }

  @Override
  public int getActiveSipSessions() {
    return maps.getNumberOfSipSessions();
  }

  @Override
  public int getSipSessionMaxAliveTime() {
    return maps.getSipSessionMaxAliveTime();
  }

  @Override
  public void setSipSessionMaxAliveTime(int seconds) {
    maps.setSipSessionMaxAliveTime(seconds);
  }

  @Override
  public int getSipSessionAverageAliveTime() {
    return maps.getSipSessionAverageAliveTime();
  }

  @Override
  public void setSipSessionAverageAliveTime(int seconds) {
    maps.setSipSessionAverageAliveTime(seconds);
  }

  @Override
  public void setSipApplicationSessionCounter(int count) {
    maps.setSipApplicationSessionCounter(count);
  }

  @Override
  public int getSipApplicationSessionCounter() {
    return maps.getSipApplicationSessionCounter();
  }

  @Override
  public int getActiveSipApplicationSessions() {
    return maps.getNumberOfSipApplicationSessions();
  }

  @Override
  public int getSipApplicationSessionMaxAliveTime() {
    return maps.getSipApplicationSessionMaxAliveTime();
  }

  @Override
  public void setSipApplicationSessionMaxAliveTime(int seconds) {
    maps.setSipApplicationSessionMaxAliveTime(seconds);
  }

  @Override
  public int getSipApplicationSessionAverageAliveTime() {
    return maps.getSipApplicationSessionAverageAliveTime();
  }

  @Override
  public void setSipApplicationSessionAverageAliveTime(int seconds) {
    maps.setSipApplicationSessionAverageAliveTime(seconds);
  }

  @Override
  public int getExpiredSipSessions() {
    return maps.getExpiredSipSessions();
  }

  @Override
  public void setExpiredSipSessions(int expired) {
    maps.setExpiredSipSessions(expired);
  }

  @Override
  public int getExpiredSipApplicationSessions() {
    return maps.getExpiredSipApplicationSessions();
  }

  @Override
  public void setExpiredSipApplicationSessions(int expired) {
    maps.setExpiredSipApplicationSessions(expired);
  }

  @Override
  public double getNumberOfSipApplicationSessionCreationPerSecond() {
    return maps.getNumberOfSipApplicationSessionCreationPerSecond();
  }

  @Override
  public double getNumberOfSipSessionCreationPerSecond() {
    return maps.getNumberOfSipSessionCreationPerSecond();
  }

  @Override
  public void updateStats() {
    maps.updateStats();
  }
}
