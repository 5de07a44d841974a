package org.sipasync.payara.own;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sipasync.sip.message.HeaderName;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipMessage;
import org.sipasync.sip.message.SipParser;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;
import org.sipasync.sip.transport.Flow;
import org.sipasync.sip.transport.Transport;
import org.sipasync.sip.transport.TransportUser;

/** Requests of dialogs on their way to the node that has them; the loop is the test's thread. */
class DialogRelayTest {
  private static final InetSocketAddress OTHER = new InetSocketAddress("192.0.2.7", 5060);
  private static final InetSocketAddress HEIR = new InetSocketAddress("192.0.2.8", 5060);
  private static final String OURS = "t-n00000001";
  private static final String OTHERS = "t-n00000002";
  private static final String LOST = "t-n00000009";

  private final Served served = new Served();
  private final Nodes nodes = new Nodes();
  private final DialogRelay relay = new DialogRelay(served, Runnable::run);
  private final Way caller = new Way("caller");
  private final Map<InetSocketAddress, Way> ways = new HashMap<>();

  private static final class Served implements TransportUser {
    private final List<String> requests = new ArrayList<>();
    private Flow last;

    @Override
    public void onRequest(SipRequest request, Flow flow) {
      requests.add(request.method().toString());
      last = flow;
    }

    @Override
    public void onResponse(SipResponse response, Flow flow) {
      requests.add("response");
    }

    @Override
    public void onClosed(Flow flow) {}
  }

  private static final class Nodes implements DialogRelay.Directory {
    private boolean isHere;
    private boolean mayAnswer = true;
    private final List<Consumer<InetSocketAddress>> searches = new ArrayList<>();

    @Override
    public boolean isHere(SipRequest request) {
      return isHere;
    }

    @Override
    public boolean mayAnswer() {
      return mayAnswer;
    }

    @Override
    public String nodeTag() {
      return "00000001";
    }

    @Override
    public InetSocketAddress addressOf(String nodeTag) {
      return nodeTag.equals("00000002") ? OTHER : null;
    }

    @Override
    public void find(SipRequest request, Consumer<InetSocketAddress> onEnd) {
      searches.add(onEnd);
    }
  }

  /** A flow that keeps what it sends. */
  private record Way(String name, List<SipMessage> sent) implements Flow {
    Way(String name) {
      this(name, new ArrayList<>());
    }

    @Override
    public void send(byte[] message, Runnable onFailed) {
      sent.add(parsed(new String(message, UTF_8)));
    }

    SipMessage last() {
      return sent.get(sent.size() - 1);
    }

    @Override
    public Transport transport() {
      return Transport.UDP;
    }

    @Override
    public InetSocketAddress local() {
      return new InetSocketAddress("192.0.2.1", 5060);
    }

    @Override
    public InetSocketAddress remote() {
      return new InetSocketAddress("192.0.2.99", 5060);
    }
  }

  @BeforeEach
  void join() {
    relay.transports((transport, peer, from) -> ways.computeIfAbsent(peer, p -> new Way("node")));
    relay.directory(nodes);
  }

  private static SipMessage parsed(String text) {
    try {
      return SipParser.parse(text.getBytes(UTF_8));
    } catch (ParseException e) {
      throw new AssertionError(text, e);
    }
  }

  private void receive(String method, String toTag, String... headers) {
    String text =
        String.join(
            "\r\n",
            method + " sip:bob@192.0.2.1 SIP/2.0",
            "Via: SIP/2.0/UDP 192.0.2.99:5060;branch=z9hG4bKx",
            "From: <sip:alice@192.0.2.99>;tag=a",
            "To: <sip:bob@192.0.2.1>" + (toTag == null ? "" : ";tag=" + toTag),
            "Call-ID: call",
            "CSeq: 2 " + (method.equals("CANCEL") ? "CANCEL" : method),
            headers.length == 0 ? "Max-Forwards: 70" : String.join("\r\n", headers),
            "Contact: <sip:alice@192.0.2.99>",
            "Content-Length: 0",
            "",
            "");
    relay.onRequest((SipRequest) parsed(text), caller);
  }

  private SipRequest sentTo(InetSocketAddress node) {
    return (SipRequest) ways.get(node).last();
  }

  @Test
  void whatIsOfNoOtherNodeIsServedHere() {
    receive("INVITE", null);
    receive("BYE", "tag-of-a-stranger");
    receive("INFO", OURS);
    assertThat(served.requests).containsExactly("INVITE", "BYE", "INFO");
    assertThat(ways).isEmpty();
  }

  @Test
  void aDialogThatIsHereIsAnsweredWhileThisNodeMay() {
    nodes.isHere = true;
    receive("BYE", LOST);
    assertThat(served.requests).containsExactly("BYE");
    served.last.send(bytes("SIP/2.0 200 OK"), null);
    nodes.mayAnswer = false;
    served.last.send(bytes("SIP/2.0 200 OK"), null);
    assertThat(caller.sent()).hasSize(1);
    receive("INFO", LOST);
    assertThat(served.requests).hasSize(1);
  }

  private static byte[] bytes(String startLine) {
    return (startLine
            + "\r\nVia: SIP/2.0/UDP 192.0.2.99;branch=z9hG4bKx\r\nFrom: <sip:a@b>;tag=a\r\n"
            + "To: <sip:c@d>;tag=b\r\nCall-ID: call\r\nCSeq: 2 BYE\r\nContent-Length: 0\r\n\r\n")
        .getBytes(UTF_8);
  }

  @Test
  void aRequestGoesToTheNodeOfItsTagAndItsResponseBack() throws ParseException {
    receive("BYE", OTHERS);
    SipRequest sent = sentTo(OTHER);
    assertThat(sent.headers(HeaderName.VIA)).hasSize(2);
    assertThat(sent.maxForwards()).isEqualTo(69);
    assertThat(served.requests).isEmpty();
    relay.onResponse(sent.response(200), ways.get(OTHER));
    assertThat(caller.sent()).hasSize(1);
    assertThat(caller.last().headers(HeaderName.VIA))
        .containsExactly("SIP/2.0/UDP 192.0.2.99:5060;branch=z9hG4bKx");
  }

  @Test
  void repetitionsAndCancelHaveTheSameBranch() throws ParseException {
    receive("INVITE", OTHERS);
    receive("INVITE", OTHERS);
    receive("CANCEL", OTHERS);
    assertThat(ways.get(OTHER).sent()).hasSize(3);
    assertThat(ways.get(OTHER).sent().stream().map(sent -> sent.header(HeaderName.VIA)).distinct())
        .hasSize(1);
  }

  @Test
  void aDialogOfALostNodeIsAskedFor() {
    receive("BYE", LOST);
    assertThat(ways).isEmpty();
    nodes.searches.get(0).accept(HEIR);
    assertThat(sentTo(HEIR).method().toString()).isEqualTo("BYE");
  }

  @Test
  void aDialogThatNobodyHasIsRefusedHere() {
    receive("BYE", LOST);
    nodes.searches.get(0).accept(null);
    assertThat(served.requests).containsExactly("BYE");
  }

  @Test
  void aDialogThatHasComeHereMeanwhileIsServedHere() {
    receive("BYE", LOST);
    nodes.isHere = true;
    nodes.searches.get(0).accept(null);
    assertThat(served.requests).containsExactly("BYE");
    assertThat(served.last).isInstanceOf(LeasedFlow.class);
  }

  @Test
  void whatWasSentOnIsNotSentOnAgain() {
    receive("BYE", OTHERS);
    relay.onRequest(sentTo(OTHER), caller);
    assertThat(served.requests).containsExactly("BYE");
    assertThat(ways.get(OTHER).sent()).hasSize(1);
  }

  @Test
  void whatHasGoneFarEnoughIsNotSentOn() {
    receive("BYE", OTHERS, "Max-Forwards: 0");
    assertThat(ways.values()).allSatisfy(way -> assertThat(way.sent()).isEmpty());
    assertThat(served.requests).containsExactly("BYE");
  }

  @Test
  void aForgedResponseGoesNowhere() throws ParseException {
    receive("BYE", OTHERS);
    SipResponse forged = sentTo(OTHER).response(200);
    forged.set(
        HeaderName.VIA,
        "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-sipa-node-forged, SIP/2.0/UDP 203.0.113.1");
    relay.onResponse(forged, ways.get(OTHER));
    assertThat(caller.sent()).isEmpty();
    assertThat(served.requests).isEmpty();
  }
}
