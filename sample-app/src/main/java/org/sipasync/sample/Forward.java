package org.sipasync.sample;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.servlet.sip.Proxy;
import javax.servlet.sip.ProxyBranch;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipFactory;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;
import javax.servlet.sip.TooManyHopsException;
import javax.servlet.sip.URI;
import org.sipasync.Avp;
import org.sipasync.ResumeRoute;
import org.sipasync.ReturnCode;
import org.sipasync.SipAsync;
import org.sipasync.sample.registrar.Gruu;
import org.sipasync.sample.registrar.TemporaryGruus;

/**
 * {@code sip:call@host;uid=bob}: looks up the user's bindings and proxies the call there, in
 * parallel to several phones; a GRUU leads to one of them. A phone that has several flows gets the
 * call by one, and by the next if that has failed (RFC 5626).
 */
@ApplicationScoped
public class Forward implements Scenario {
  static final String USER = "call";

  /** RFC 5626 11.5. */
  static final int FLOW_FAILED = 430;

  private static final String FORWARDED = "sample.forwarded";
  private static final String FLOWS = "sample.flows";
  private static final int PATIENCE_SECONDS = 30;

  @Inject SipAsync async;
  @Inject Users users;
  @Inject SipFactory factory;
  @Inject TemporaryGruus gruus;

  /** Returns true for a request in a forwarded call, which the container proxies. */
  static boolean isForwarded(SipServletRequest request) {
    return !request.isInitial() && request.getSession().getAttribute(FORWARDED) != null;
  }

  @Override
  public String user() {
    return USER;
  }

  @Override
  public void handle(SipServletRequest request) throws IOException {
    boolean isGruu = request.getRequestURI() instanceof SipURI uri && Gruu.is(uri);
    Gruu wanted = wanted(request);
    if (isGruu && wanted == null) {
      Answer.send(request, SipServletResponse.SC_NOT_FOUND, "No such GRUU");
      return;
    }
    async
        .call(users.contacts(isGruu ? wanted.uid() : called(request)).into("contacts"))
        .deadline(Auth.DEADLINE)
        .resume("located");
  }

  /** Returns the phone that a GRUU leads to; null for other URIs and those that lead nowhere. */
  private Gruu wanted(SipServletRequest request) {
    return request.getRequestURI() instanceof SipURI uri && Gruu.is(uri) ? gruus.phone(uri) : null;
  }

  /** Returns the called user: the parameter uid or, without one, the user in To. */
  private static String called(SipServletRequest request) {
    String uid = Parameters.text(request, "uid");
    String to = request.getTo().getURI() instanceof SipURI uri ? uri.getUser() : null;
    return uid.isEmpty() && to != null ? to : uid;
  }

  @ResumeRoute
  void located(
      SipServletRequest request,
      @ReturnCode int rc,
      @Avp("contacts") List<Map<String, Object>> contacts)
      throws IOException, ServletParseException, TooManyHopsException {
    if (rc == Users.NOBODY) {
      Answer.send(request, SipServletResponse.SC_TEMPORARILY_UNAVAILABLE, "Not registered");
    } else if (rc < 0) {
      Answer.send(request, SipServletResponse.SC_SERVICE_UNAVAILABLE, "Database failure");
    } else if (phones(contacts, wanted(request)).isEmpty()) {
      Answer.send(request, SipServletResponse.SC_TEMPORARILY_UNAVAILABLE, "Phone not registered");
    } else {
      request.getSession().setAttribute(FORWARDED, true);
      Proxy proxy = request.getProxy();
      proxy.setRecordRoute(true);
      proxy.setProxyTimeout(PATIENCE_SECONDS);
      start(proxy, first(phones(contacts, wanted(request)), request));
    }
  }

  /** Returns the bindings, of one instance if a GRUU names it, by phone. */
  private static Map<String, ArrayDeque<Target>> phones(
      List<Map<String, Object>> rows, Gruu wanted) {
    Map<String, ArrayDeque<Target>> phones = new LinkedHashMap<>();
    for (Map<String, Object> row : rows) {
      String instance = row.get("instance").toString();
      Target target = new Target(row.get("contact").toString(), row.get("path").toString());
      if (wanted == null || wanted.leadsTo(row)) {
        String phone = instance.isEmpty() ? target.contact() : instance;
        phones.computeIfAbsent(phone, key -> new ArrayDeque<>()).add(target);
      }
    }
    return phones;
  }

  /**
   * One way to a phone.
   *
   * @param path Routes, with commas; may be empty
   */
  private record Target(String contact, String path) implements Serializable {}

  /** Takes the first flow of each phone, and leaves the others for later. */
  private static List<Target> first(
      Map<String, ArrayDeque<Target>> phones, SipServletRequest request) {
    List<Target> first = new ArrayList<>();
    HashMap<String, ArrayDeque<Target>> others = new HashMap<>();
    for (ArrayDeque<Target> flows : phones.values()) {
      Target target = flows.remove();
      first.add(target);
      others.put(target.contact(), flows);
    }
    request.getSession().setAttribute(FLOWS, others);
    return first;
  }

  /** Sends the call by the next flow of a phone whose last one has failed. */
  @SuppressWarnings("unchecked") // set by first()
  void tryNextFlow(SipServletResponse failed) throws ServletParseException {
    Object kept = failed.getSession().getAttribute(FLOWS);
    String contact = failed.getRequest().getRequestURI().toString();
    ArrayDeque<Target> flows =
        kept == null ? null : ((Map<String, ArrayDeque<Target>>) kept).get(contact);
    if (flows != null && !flows.isEmpty()) {
      start(failed.getProxy(), List.of(flows.remove()));
    }
  }

  private void start(Proxy proxy, List<Target> targets) throws ServletParseException {
    List<URI> phones = new ArrayList<>();
    for (Target target : targets) {
      phones.add(factory.createURI(target.contact()));
    }
    List<ProxyBranch> branches = proxy.createProxyBranches(phones);
    for (int i = 0; i < branches.size(); i++) {
      List<String> path = List.of(targets.get(i).path().split(",(?=\\s*<)"));
      for (int last = path.size() - 1; last >= 0; last--) {
        if (!path.get(last).isEmpty()) {
          branches.get(i).getRequest().pushRoute(factory.createAddress(path.get(last)));
        }
      }
    }
    proxy.startProxy();
  }
}
