package org.sipasync.test.spec;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import java.util.ListIterator;
import java.util.stream.Collectors;
import javax.servlet.sip.Address;
import javax.servlet.sip.ServletParseException;
import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import javax.servlet.sip.SipURI;

/** System headers, Contact, pushed routes and paths. */
@javax.servlet.sip.annotation.SipServlet(name = "headers")
public class HeadersServlet extends Theme {
  private static final long serialVersionUID = 1L;
  private static final List<String> SYSTEM =
      List.of(
          "Call-ID",
          "CSeq",
          "Via",
          "Route",
          "Record-Route",
          "Path",
          "i",
          "v",
          "From",
          "To",
          "Contact");

  @Override
  protected void doRequest(SipServletRequest request) throws ServletException, IOException {
    switch (what(request)) {
      case "set" -> system(request, name -> own(request, "MESSAGE").setHeader(name, "<sip:x@y>"));
      case "add" -> system(request, name -> own(request, "MESSAGE").addHeader(name, "<sip:x@y>"));
      case "remove" -> system(request, name -> own(request, "INVITE").removeHeader(name));
      case "iterator" -> iterator(request);
      case "notAddress" -> answer(request, 200, outcome(() -> request.getAddressHeader("Call-ID")));
      case "committed" -> committed(request);
      case "redirect" -> contact(request, 302);
      case "ambiguous" -> contact(request, 485);
      case "options" -> contact(request, 200);
      case "register" -> register(request);
      case "contact" -> ownContact(request);
      case "contactHost" -> contactHost(request);
      case "from" -> from(request);
      case "parts" -> parts(request);
      case "pushRoute" -> pushRoute(request);
      case "pushPath" -> pushPath(request);
      case "pathOfInvite" ->
          answer(request, 200, outcome(() -> own(request, "INVITE").pushPath(path("a"))));
      default -> answer(request, 404, "");
    }
  }

  private interface ByName {
    void run(String name) throws Exception;
  }

  private static void system(SipServletRequest request, ByName change) throws IOException {
    String outcomes =
        SYSTEM.stream()
            .map(name -> name + "=" + outcome(() -> change.run(name)))
            .collect(Collectors.joining(" "));
    answer(request, 200, outcomes);
  }

  private static void iterator(SipServletRequest request) throws IOException {
    answer(
        request,
        200,
        outcome(
            () -> {
              ListIterator<Address> routes = request.getAddressHeaders("Record-Route");
              routes.next();
              routes.remove();
            }));
  }

  private static void committed(SipServletRequest request) throws IOException {
    SipServletResponse response = request.createResponse(200);
    boolean before = response.isCommitted();
    response.send();
    Notes.add(
        parameter(request, MARK),
        "before=%s after=%s set=%s send=%s"
            .formatted(
                before,
                response.isCommitted(),
                outcome(() -> response.setHeader("X-Late", "x")),
                outcome(response::send)));
  }

  private void contact(SipServletRequest request, int status) throws IOException {
    SipServletResponse response = request.createResponse(status);
    response.setHeader("Contact", "<sip:elsewhere@example.org>");
    response.send();
  }

  private void register(SipServletRequest request) throws ServletException, IOException {
    SipServletRequest register = own(request, "REGISTER");
    register.setAddressHeader("Contact", factory().createAddress("<sip:me@example.org>"));
    register.send();
    answer(request, 200, "");
  }

  /** Changes what may be changed in the Contact of an INVITE. */
  private void ownContact(SipServletRequest request) throws ServletException, IOException {
    SipServletRequest invite = own(request, "INVITE");
    Address contact = invite.getAddressHeader("Contact");
    ((SipURI) contact.getURI()).setUser("alice");
    contact.getURI().setParameter("state", "kept");
    contact.setParameter("+sip.instance", "one");
    String outcomes =
        List.of("method", "ttl", "maddr", "lr").stream()
            .map(name -> name + "=" + outcome(() -> setContactParameter(request, name)))
            .collect(Collectors.joining(" "));
    invite.send();
    answer(request, 200, outcomes);
  }

  private void setContactParameter(SipServletRequest request, String name) throws Exception {
    own(request, "INVITE").getAddressHeader("Contact").getURI().setParameter(name, "1");
  }

  /** The container fills in host and port, whatever the application wants. */
  private void contactHost(SipServletRequest request) throws ServletException, IOException {
    SipServletRequest invite = own(request, "INVITE");
    SipURI contact = (SipURI) invite.getAddressHeader("Contact").getURI();
    outcome(() -> contact.setHost("example.org"));
    outcome(() -> contact.setPort(1));
    invite.send();
    answer(request, 200, "");
  }

  /** Sends the parts back, unread and read. */
  private static void parts(SipServletRequest request) throws IOException {
    SipServletResponse response = request.createResponse(200);
    Multipart unread = (Multipart) request.getContent();
    response.setContent(unread, request.getContentType());
    response.setHeader("X-Unread", String.valueOf(response.getRawContent().length));
    try {
      response.setHeader("X-Parts", unread.getCount() + " " + unread.getBodyPart(1).getContent());
    } catch (MessagingException e) {
      throw new IOException(e);
    }
    response.setContent(unread, request.getContentType());
    response.send();
  }

  private void from(SipServletRequest request) throws ServletException, IOException {
    SipServletRequest message = own(request, "MESSAGE");
    message.getFrom().setDisplayName("Alice");
    String tag = outcome(() -> message.getFrom().setParameter("tag", "mine"));
    message.send();
    answer(request, 200, tag);
  }

  private void pushRoute(SipServletRequest request) throws ServletException, IOException {
    SipServletRequest message = own(request, "MESSAGE");
    message.setRequestURI(factory().createURI("sip:target@example.org"));
    SipURI second = factory().createSipURI("second", "example.org");
    second.setLrParam(true);
    message.pushRoute(second);
    SipURI first = callee(request);
    first.setLrParam(true);
    message.pushRoute(factory().createAddress(first));
    message.send();
    answer(request, 200, "");
  }

  private void pushPath(SipServletRequest request) throws ServletException, IOException {
    SipServletRequest register = own(request, "REGISTER");
    register.pushPath(path("far"));
    register.pushPath(path("near"));
    register.send();
    answer(request, 200, "");
  }

  private Address path(String user) throws ServletParseException {
    return factory().createAddress("<sip:" + user + "@example.org;lr>");
  }

  @Override
  protected void doResponse(SipServletResponse response) throws IOException {
    if (response.getMethod().equals("INVITE") && response.getStatus() / 100 == 2) {
      response.createAck().send();
    }
  }
}
