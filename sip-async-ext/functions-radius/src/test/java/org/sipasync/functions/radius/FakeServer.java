package org.sipasync.functions.radius;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.aaa4j.radius.core.attribute.Attribute;
import org.aaa4j.radius.core.attribute.attributes.MessageAuthenticator;
import org.aaa4j.radius.core.packet.Packet;
import org.aaa4j.radius.core.packet.PacketCodec;
import org.aaa4j.radius.core.packet.packets.AccessAccept;
import org.aaa4j.radius.core.packet.packets.AccessChallenge;
import org.aaa4j.radius.core.packet.packets.AccountingResponse;

/** A RADIUS server that behaves as a test wants. */
final class FakeServer implements AutoCloseable {
  static final String SECRET = "shared";

  /** Behaviour of the server. */
  enum Manner {
    SIGNED,
    UNSIGNED,
    WRONG_SECRET,
    OTHER_NUMBER,
    GARBAGE,
    CHALLENGE,
    ACCOUNTING_RESPONSE,
    SILENT,
    /** The first two packets of each are lost. */
    THIRD_TIME,
    /** Every other manner's broken answers come before the right one. */
    SIGNED_AFTER_FORGED;

    static final Set<Manner> FORGED = EnumSet.of(UNSIGNED, WRONG_SECRET, OTHER_NUMBER, GARBAGE);
  }

  final AtomicInteger received = new AtomicInteger();
  private final DatagramSocket socket;
  private final Manner manner;
  private final PacketCodec codec = new PacketCodec(Attributes.DICTIONARY);

  FakeServer(Manner manner) throws IOException {
    this.manner = manner;
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread serving = new Thread(this::serve, "fake-radius");
    serving.setDaemon(true);
    serving.start();
  }

  String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  private void serve() {
    byte[] buffer = new byte[4096];
    while (!socket.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
        byte[] request = new byte[packet.getLength()];
        System.arraycopy(buffer, 0, request, 0, request.length);
        for (byte[] answer : answers(request)) {
          socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      } catch (IOException closed) {
        return;
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  private List<byte[]> answers(byte[] request) throws Exception {
    received.incrementAndGet();
    List<byte[]> answers = new ArrayList<>();
    if (manner == Manner.SIGNED_AFTER_FORGED) {
      answers.add(new byte[0]);
      for (Manner forged : Manner.FORGED) {
        answers.add(answer(forged, request));
      }
    }
    byte[] last = answer(manner, request);
    if (last != null) {
      answers.add(last);
    }
    return answers;
  }

  private byte[] answer(Manner manner, byte[] bytes) throws Exception {
    int count = received.get();
    Packet request = codec.decodeRequest(bytes, SECRET.getBytes());
    return switch (manner) {
      case SILENT -> null;
      case THIRD_TIME -> count < 3 ? null : encoded(request, accept(), bytes[1], SECRET);
      case SIGNED, SIGNED_AFTER_FORGED -> encoded(request, accept(), bytes[1], SECRET);
      case UNSIGNED -> encoded(request, new AccessAccept(), bytes[1], SECRET);
      case WRONG_SECRET -> encoded(request, accept(), bytes[1], "other");
      case OTHER_NUMBER -> encoded(request, accept(), bytes[1] + 1, SECRET);
      case CHALLENGE ->
          encoded(
              request, new AccessChallenge(List.of(new MessageAuthenticator())), bytes[1], SECRET);
      case ACCOUNTING_RESPONSE ->
          encoded(
              request,
              new AccountingResponse(List.of(new MessageAuthenticator())),
              bytes[1],
              SECRET);
      case GARBAGE ->
          new byte[] {
            2, bytes[1], 0, 20, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 99, 0
          };
    };
  }

  private static AccessAccept accept() {
    return new AccessAccept(List.<Attribute<?>>of(new MessageAuthenticator()));
  }

  private byte[] encoded(Packet request, Packet answer, int number, String secret)
      throws Exception {
    return codec.encodeResponse(
        answer, secret.getBytes(), number & 0xff, request.getReceivedFields().getAuthenticator());
  }

  @Override
  public void close() {
    socket.close();
  }
}
