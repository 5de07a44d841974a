package org.sipasync.functions.radius;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.security.SecureRandom;
import java.util.concurrent.TimeoutException;
import org.aaa4j.radius.core.attribute.attributes.MessageAuthenticator;
import org.aaa4j.radius.core.packet.Packet;
import org.aaa4j.radius.core.packet.PacketCodec;
import org.aaa4j.radius.core.packet.PacketCodecException;
import org.aaa4j.radius.core.packet.packets.AccessAccept;
import org.aaa4j.radius.core.packet.packets.AccessReject;
import org.aaa4j.radius.core.packet.packets.AccountingResponse;
import org.sipasync.function.AsyncFunction;
import org.sipasync.function.Operation;
import org.sipasync.function.Progress;
import org.sipasync.function.Result;
import org.sipasync.function.ReturnCodes;
import org.sipasync.function.Started;

/**
 * One request to one server over its own connected socket, so that the kernel drops datagrams from
 * other sources. An answer without a valid signature is ignored (RFC 2865, 3).
 */
final class Question implements AsyncFunction {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int MAX_PACKET = 4096;
  private static final int MAX_READ = 16;

  private final RequestAttributes request;
  private final RadiusSettings settings;
  private final InetSocketAddress server;
  private final byte[] authenticator = new byte[16];
  private volatile DatagramChannel channel;
  private volatile byte[] sent;
  private volatile String ignored;

  Question(RequestAttributes request, RadiusSettings settings, InetSocketAddress server) {
    this.request = request;
    this.settings = settings;
    this.server = server;
  }

  @Override
  public String name() {
    return "radius_socket";
  }

  @Override
  public Started start(Operation operation) throws IOException {
    DatagramChannel opened =
        DatagramChannel.open(
            server.getAddress().getAddress().length == 4
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6);
    try {
      opened.configureBlocking(false);
      opened.connect(server);
      RANDOM.nextBytes(authenticator);
      sent = encode();
      if (request.isAccounting()) { // its authenticator is a hash of the packet (RFC 2866, 3)
        System.arraycopy(sent, 4, authenticator, 0, authenticator.length);
      }
      opened.write(ByteBuffer.wrap(sent));
      channel = opened;
      return new Started.OnChannel(opened, SelectionKey.OP_READ, ready -> read(opened));
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** Encodes the packet with a random id, because the codec's are predictable. */
  private byte[] encode() throws IOException {
    int number = RANDOM.nextInt(256);
    try {
      return new PacketCodec(
              Attributes.DICTIONARY,
              new org.aaa4j.radius.core.util.SecureRandomProvider(),
              () -> number)
          .encodeRequest(request.packet(), secret(), authenticator);
    } catch (PacketCodecException e) {
      throw new IOException("the request cannot be encoded: " + e.getMessage(), e);
    }
  }

  private byte[] secret() {
    return settings.secret().getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  /** Retransmits the packet. Thread-safe. */
  void send() {
    DatagramChannel open = channel;
    try {
      if (open != null && open.isOpen()) {
        open.write(ByteBuffer.wrap(sent));
      }
    } catch (IOException nobodyThere) {
      ignored = nobodyThere.getMessage(); // the reader gets it, too
    }
  }

  /** Returns the exception for a server that did not answer. */
  TimeoutException silence() {
    return new TimeoutException(
        "no answer from " + server + (ignored == null ? "" : ", only invalid ones: " + ignored));
  }

  private Progress read(DatagramChannel from) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(MAX_PACKET);
    for (int i = 0; i < MAX_READ; i++) {
      buffer.clear();
      int length = from.read(buffer);
      if (length <= 0) {
        break;
      }
      byte[] packet = new byte[length];
      buffer.flip().get(packet);
      Result result = judge(packet);
      if (result != null) {
        return new Progress.Done(result);
      }
    }
    return new Progress.GoOn(SelectionKey.OP_READ);
  }

  /** Returns the result, or null if the packet is not the answer. */
  private Result judge(byte[] bytes) {
    if (bytes.length < 20 || bytes[1] != sent[1]) {
      ignored = "a packet of another request";
      return null;
    }
    Packet packet;
    try {
      packet =
          new PacketCodec(Attributes.DICTIONARY).decodeResponse(bytes, secret(), authenticator);
    } catch (PacketCodecException | RuntimeException malformed) {
      ignored = malformed.getMessage();
      return null;
    }
    if (!request.isAccounting()
        && settings.requireMessageAuthenticator()
        && packet.getAttribute(MessageAuthenticator.class).isEmpty()) {
      ignored =
          "an answer without Message-Authenticator"
              + " (sip.async.radius.require-message-authenticator)";
      return null;
    }
    boolean accepted =
        packet.getCode() == (request.isAccounting() ? AccountingResponse.CODE : AccessAccept.CODE);
    if (accepted) {
      return request.result(ReturnCodes.OK, packet.getAttributes());
    }
    if (!request.isAccounting() && packet.getCode() == AccessReject.CODE) {
      return request.result(ReturnCodes.REJECTED, packet.getAttributes());
    }
    return Result.failed(
        ReturnCodes.ERROR,
        new IllegalStateException(
            server + " answered with code " + packet.getCode() + ", which is not supported"));
  }
}
