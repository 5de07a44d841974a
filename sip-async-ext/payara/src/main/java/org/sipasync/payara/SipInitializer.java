package org.sipasync.payara;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.annotation.HandlesTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.util.Comparator;
import java.util.Set;
import javax.servlet.sip.SipServlet;
import javax.servlet.sip.annotation.SipApplication;
import javax.servlet.sip.annotation.SipApplicationKey;
import javax.servlet.sip.annotation.SipListener;
import org.sipasync.Async;
import org.sipasync.BlockingFunction;
import org.sipasync.CancelRoute;
import org.sipasync.Launch;
import org.sipasync.ReportRoute;
import org.sipasync.ResumeRoute;
import org.sipasync.annotation.Ack;
import org.sipasync.annotation.AnyMethod;
import org.sipasync.annotation.BranchResponse;
import org.sipasync.annotation.Bye;
import org.sipasync.annotation.Cancel;
import org.sipasync.annotation.ErrorResponse;
import org.sipasync.annotation.Info;
import org.sipasync.annotation.Invite;
import org.sipasync.annotation.Message;
import org.sipasync.annotation.Notify;
import org.sipasync.annotation.Options;
import org.sipasync.annotation.Prack;
import org.sipasync.annotation.ProvisionalResponse;
import org.sipasync.annotation.Publish;
import org.sipasync.annotation.RedirectResponse;
import org.sipasync.annotation.Refer;
import org.sipasync.annotation.Register;
import org.sipasync.annotation.Subscribe;
import org.sipasync.annotation.SuccessResponse;
import org.sipasync.annotation.Update;
import org.sipasync.payara.server.StartUpLog;
import org.sipasync.payara.war.MisplacedSipXml;
import org.sipasync.payara.war.MissingModules;
import org.sipasync.payara.war.SipAnnotations;
import org.sipasync.payara.war.SipModule;
import org.sipasync.payara.war.SipXml;
import org.sipasync.payara.web.WebSocketGate;

/**
 * Called by the server for every WAR: finds out whether it is a SIP application, and starts and
 * stops it with its ServletContext.
 */
@HandlesTypes({
  SipServlet.class,
  javax.servlet.sip.annotation.SipServlet.class,
  SipListener.class,
  SipApplication.class,
  SipApplicationKey.class,
  ResumeRoute.class,
  CancelRoute.class,
  ReportRoute.class,
  Async.class,
  BlockingFunction.class,
  Launch.class,
  AnyMethod.class,
  Invite.class,
  Ack.class,
  Bye.class,
  Cancel.class,
  Register.class,
  Options.class,
  Message.class,
  Info.class,
  Update.class,
  Prack.class,
  Subscribe.class,
  Notify.class,
  Refer.class,
  Publish.class,
  ProvisionalResponse.class,
  SuccessResponse.class,
  RedirectResponse.class,
  ErrorResponse.class,
  BranchResponse.class,
  javax.servlet.sip.annotation.AnyMethod.class,
  javax.servlet.sip.annotation.Invite.class,
  javax.servlet.sip.annotation.Ack.class,
  javax.servlet.sip.annotation.Bye.class,
  javax.servlet.sip.annotation.Cancel.class,
  javax.servlet.sip.annotation.Register.class,
  javax.servlet.sip.annotation.Options.class,
  javax.servlet.sip.annotation.Message.class,
  javax.servlet.sip.annotation.Info.class,
  javax.servlet.sip.annotation.Update.class,
  javax.servlet.sip.annotation.Prack.class,
  javax.servlet.sip.annotation.Subscribe.class,
  javax.servlet.sip.annotation.Notify.class,
  javax.servlet.sip.annotation.Refer.class,
  javax.servlet.sip.annotation.Publish.class,
  javax.servlet.sip.annotation.ProvisionalResponse.class,
  javax.servlet.sip.annotation.SuccessResponse.class,
  javax.servlet.sip.annotation.RedirectResponse.class,
  javax.servlet.sip.annotation.ErrorResponse.class,
  javax.servlet.sip.annotation.BranchResponse.class
})
public final class SipInitializer implements ServletContainerInitializer {
  @Override
  public void onStartup(Set<Class<?>> types, ServletContext servletContext) {
    StartUpLog.install();
    SipModule module = read(types == null ? Set.of() : types, servletContext);
    if (!module.isEmpty()) {
      WebComponents components = WebComponents.of(servletContext);
      WebSocketGate webSockets = WebSocketGate.register(servletContext);
      ConvergedHttp http = ConvergedHttp.register(servletContext);
      servletContext.addListener(new WarDeployment(module, http, webSockets, components));
    }
  }

  private static SipModule read(Set<Class<?>> types, ServletContext servletContext) {
    String path = servletContext.getContextPath();
    SipModule module = new SipModule(path.isEmpty() ? "ROOT" : path.substring(1));
    module.mistakes.addAll(MissingModules.of(servletContext.getClassLoader()));
    if (!module.mistakes.isEmpty()) {
      module.isReadable = false;
      return module;
    }
    SipAnnotations.read(types, module);
    types.stream()
        .filter(SipInitializer::isOfApplication)
        .sorted(Comparator.comparing(Class::getName))
        .forEach(module.annotated::add);
    try (InputStream file = servletContext.getResourceAsStream("/WEB-INF/sip.xml")) {
      if (file != null) {
        SipXml.read(file, module, servletContext.getClassLoader());
      } else {
        MisplacedSipXml.find(servletContext).ifPresent(module::mistake);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    module.complete();
    module.contextParameters.forEach(servletContext::setInitParameter);
    return module;
  }

  /** Our own jars may be scanned, too. */
  private static boolean isOfApplication(Class<?> type) {
    return type.getClassLoader() != SipInitializer.class.getClassLoader()
        && !type.isInterface()
        && !Modifier.isAbstract(type.getModifiers());
  }
}
