package org.sipasync.container.outbound;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;
import org.sipasync.sip.transport.FlowId;
import org.sipasync.sip.transport.Transport;
import org.sipasync.support.Signer;

/**
 * Tokens of flows for URIs of ours (RFC 5626 5.2): they name a flow and are signed, so that nobody
 * can have requests sent to another address. Good in this process only. Thread-safe.
 *
 * <pre>
 *   token = "ob." process "." base64url(transport, serial, local and remote address, signature)
 * </pre>
 */
public final class FlowTokens {
  private static final String PREFIX = "ob.";
  private static final int SECRET_BYTES = 32;
  private static final int PROCESS_BYTES = 6;
  private static final int SIGNATURE_BYTES = 12;
  private static final int MAX_BYTES = 64;

  private final Signer signer;
  private final String prefix;

  /** Makes tokens that no other process takes for its own. */
  public FlowTokens(RandomGenerator random) {
    byte[] key = new byte[SECRET_BYTES];
    random.nextBytes(key);
    byte[] process = new byte[PROCESS_BYTES];
    random.nextBytes(process);
    signer = new Signer(key, SIGNATURE_BYTES);
    prefix = PREFIX + text(process) + ".";
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Returns the token of a flow. */
  public String token(FlowId flow) {
    ByteBuffer out = ByteBuffer.allocate(MAX_BYTES);
    out.put((byte) flow.transport().ordinal()).putLong(flow.serial());
    write(out, flow.local());
    write(out, flow.remote());
    byte[] content = Arrays.copyOf(out.array(), out.position());
    out.put(signer.sign(content));
    return prefix + text(Arrays.copyOf(out.array(), out.position()));
  }

  private static void write(ByteBuffer out, InetSocketAddress address) {
    byte[] bytes = address.getAddress().getAddress();
    out.putShort((short) address.getPort()).put((byte) bytes.length).put(bytes);
  }

  /** True if a text looks like a token, of whatever process. */
  public static boolean isToken(String text) {
    return text != null && text.startsWith(PREFIX);
  }

  /** True if a token was made by this process, or claims so. */
  public boolean isOfThisProcess(String token) {
    return token.startsWith(prefix);
  }

  /** Returns the flow of a token; null if it was not made by this process. */
  public FlowId flow(String token) {
    if (!isOfThisProcess(token)) {
      return null;
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(token.substring(prefix.length()));
      int end = bytes.length - SIGNATURE_BYTES;
      if (end <= 0 || bytes.length > MAX_BYTES) {
        return null;
      }
      byte[] content = Arrays.copyOf(bytes, end);
      byte[] given = Arrays.copyOfRange(bytes, end, bytes.length);
      return MessageDigest.isEqual(given, signer.sign(content)) ? read(content) : null;
    } catch (IllegalArgumentException | BufferUnderflowException | UnknownHostException e) {
      return null;
    }
  }

  private static FlowId read(byte[] content) throws UnknownHostException {
    ByteBuffer in = ByteBuffer.wrap(content);
    Transport transport = Transport.values()[in.get()];
    long serial = in.getLong();
    InetSocketAddress local = address(in);
    return new FlowId(transport, local, address(in), serial);
  }

  private static InetSocketAddress address(ByteBuffer in) throws UnknownHostException {
    int port = in.getShort() & 0xffff;
    byte[] bytes = new byte[in.get()];
    in.get(bytes);
    return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
  }
}
