package org.sipasync.restcomm;

import jakarta.servlet.ServletContext;
import java.lang.reflect.Method;
import java.util.List;
import javax.servlet.sip.SipServletRequest;
import org.mobicents.servlet.sip.annotation.ConcurrencyControlMode;
import org.mobicents.servlet.sip.core.SipApplicationDispatcher;
import org.mobicents.servlet.sip.core.SipContext;
import org.mobicents.servlet.sip.core.SipListeners;
import org.mobicents.servlet.sip.core.descriptor.MatchingRule;
import org.mobicents.servlet.sip.core.descriptor.MobicentsSipServletMapping;
import org.mobicents.servlet.sip.core.message.MobicentsSipServletRequest;
import org.mobicents.servlet.sip.core.security.MobicentsSipLoginConfig;
import org.mobicents.servlet.sip.core.security.SipDigestAuthenticator;
import org.mobicents.servlet.sip.ruby.SipRubyController;
import org.mobicents.servlet.sip.startup.loading.SipServletMapping;
import org.sipasync.payara.war.Mapping;
import org.sipasync.payara.war.Rule;
import org.sipasync.payara.war.SipModule;

/** The part of Restcomm's SipContext that only tells what was declared. */
abstract class WarProperties implements SipContext {
  private final SipServer server;
  private final ServletContext servletContext;
  private final SipModule module;
  private MobicentsSipLoginConfig login;

  WarProperties(SipServer server, ServletContext servletContext, SipModule module) {
    this.server = server;
    this.servletContext = servletContext;
    this.module = module;
  }

  private static UnsupportedOperationException declared() {
    return new UnsupportedOperationException("This is declared in the WAR and does not change");
  }

  @Override
  public ServletContext getServletContext() {
    return servletContext;
  }

  @Override
  public String getPath() {
    return servletContext.getContextPath();
  }

  @Override
  public ClassLoader getSipContextClassLoader() {
    return servletContext.getClassLoader();
  }

  @Override
  public String getApplicationName() {
    return module.name;
  }

  @Override
  public void setApplicationName(String name) {
    throw declared();
  }

  @Override
  public String getApplicationNameHashed() {
    return server.dispatcher().getHashFromApplicationName(module.name);
  }

  @Override
  public String getEngineName() {
    return "sip-async";
  }

  @Override
  public SipApplicationDispatcher getSipApplicationDispatcher() {
    return server.dispatcher();
  }

  @Override
  public boolean isMainServlet() {
    return module.mainServlet != null;
  }

  @Override
  public String getMainServlet() {
    return module.mainServlet;
  }

  @Override
  public void setMainServlet(String name) {
    throw declared();
  }

  @Override
  public String getServletHandler() {
    return module.mainServlet;
  }

  /** Restcomm tells which servlet handles a session; the session knows it as well. */
  @Override
  public void setServletHandler(String name) {}

  @Override
  public int getSipApplicationSessionTimeout() {
    return module.sessionTimeout;
  }

  @Override
  public void setSipApplicationSessionTimeout(int minutes) {
    throw declared();
  }

  @Override
  public int getProxyTimeout() {
    return module.proxyTimeout;
  }

  @Override
  public void setProxyTimeout(int seconds) {
    throw declared();
  }

  @Override
  public void setSipApplicationKeyMethod(Method method) {
    throw declared();
  }

  @Override
  public void addSipServletMapping(MobicentsSipServletMapping mapping) {
    throw declared();
  }

  @Override
  public void removeSipServletMapping(MobicentsSipServletMapping mapping) {
    throw declared();
  }

  private static MobicentsSipServletMapping asRestcomms(Mapping mapping) {
    SipServletMapping made = new SipServletMapping();
    made.setServletName(mapping.servlet());
    made.setMatchingRule(new RestcommRule(mapping.rule()));
    return made;
  }

  /** Rule of a mapping, as Restcomm calls it. */
  private record RestcommRule(Rule rule) implements MatchingRule {
    @Override
    public boolean matches(SipServletRequest request) {
      return rule.matches(request);
    }

    @Override
    public String getExpression() {
      return rule.text();
    }
  }

  @Override
  public List<MobicentsSipServletMapping> findSipServletMappings() {
    return module.mappings.stream().map(WarProperties::asRestcomms).toList();
  }

  @Override
  public MobicentsSipServletMapping findSipServletMappings(SipServletRequest request) {
    return module.mappings.stream()
        .filter(mapping -> mapping.rule().matches(request))
        .findFirst()
        .map(WarProperties::asRestcomms)
        .orElse(null);
  }

  @Override
  public void addSipApplicationListener(String name) {
    throw declared();
  }

  @Override
  public void removeSipApplicationListener(String name) {
    throw declared();
  }

  @Override
  public String[] findSipApplicationListeners() {
    return module.listeners.stream().map(Class::getName).toArray(String[]::new);
  }

  @Override
  public void setListeners(SipListeners listeners) {
    throw declared();
  }

  /** Handlers of one session never overlap, whatever an application declares (rule A4). */
  @Override
  public ConcurrencyControlMode getConcurrencyControlMode() {
    return ConcurrencyControlMode.SipApplicationSession;
  }

  @Override
  public void setConcurrencyControlMode(ConcurrencyControlMode mode) {}

  @Override
  public boolean hasDistributableManager() {
    return false;
  }

  @Override
  public MobicentsSipLoginConfig getSipLoginConfig() {
    return login;
  }

  @Override
  public void setSipLoginConfig(MobicentsSipLoginConfig config) {
    login = config;
  }

  @Override
  public boolean authorize(MobicentsSipServletRequest request) {
    return true;
  }

  @Override
  public SipDigestAuthenticator getDigestAuthenticator() {
    return null;
  }

  @Override
  public boolean isPackageProtectionEnabled() {
    return false;
  }

  @Override
  public boolean isStoppingGracefully() {
    return false;
  }

  @Override
  public SipRubyController getSipRubyController() {
    return null;
  }

  @Override
  public void setSipRubyController(SipRubyController controller) {
    throw new UnsupportedOperationException("Ruby applications are not supported");
  }

  // Descriptions and icons (JSR 289, 19) have no use here.

  @Override
  public String getDescription() {
    return null;
  }

  @Override
  public void setDescription(String text) {}

  @Override
  public String getLargeIcon() {
    return null;
  }

  @Override
  public void setLargeIcon(String icon) {}

  @Override
  public String getSmallIcon() {
    return null;
  }

  @Override
  public void setSmallIcon(String icon) {}
}
