package org.sipasync.container.routing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.LongSupplier;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.servlet.sip.ar.SipApplicationRoutingRegion;
import org.sipasync.container.message.Routing.Step;
import org.sipasync.sip.message.NameAddr;
import org.sipasync.sip.message.SipUri;
import org.sipasync.support.LoaderInput;

/**
 * State of a request that leaves to come back (ROUTE_BACK), as one parameter of our Route:
 * encrypted and authenticated by a key of this process, so that nobody outside can read or make
 * one. It is good for five minutes. Thread-safe.
 */
final class RouteSeal {
  private static final String PARAMETER = "sip-async-route";
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final int MAX_BYTES = 2_048;
  private static final long LIFE_MILLIS = 5 * 60_000;

  private static final List<SipApplicationRoutingRegion> REGIONS =
      List.of(
          SipApplicationRoutingRegion.NEUTRAL_REGION,
          SipApplicationRoutingRegion.ORIGINATING_REGION,
          SipApplicationRoutingRegion.TERMINATING_REGION);

  private final SecureRandom random = new SecureRandom();
  private final SecretKey key;
  private final LongSupplier clock;

  /** Content of a token. */
  record Content(Step step, int length) {}

  /** Written form. */
  private record Written(
      SipApplicationRoutingRegion region,
      String subscriber,
      Serializable state,
      int length,
      long until)
      implements Serializable {}

  /**
   * Makes a key.
   *
   * @param clock milliseconds since 1970
   */
  RouteSeal(LongSupplier clock) {
    this.clock = clock;
    try {
      KeyGenerator keys = KeyGenerator.getInstance("AES");
      keys.init(128, random);
      key = keys.generateKey();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has AES", e);
    }
  }

  /** Seals a state; null if it is too large or cannot be serialised. */
  String seal(Step step, int length) {
    long until = clock.getAsLong() + LIFE_MILLIS;
    byte[] plain =
        written(new Written(step.region(), step.subscriber(), step.state(), length, until));
    if (plain == null || plain.length > MAX_BYTES) {
      return null;
    }
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    byte[] sealed = crypt(Cipher.ENCRYPT_MODE, nonce, plain, 0);
    byte[] token = Arrays.copyOf(nonce, NONCE + sealed.length);
    System.arraycopy(sealed, 0, token, NONCE, sealed.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  private static byte[] written(Written content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(content);
    } catch (IOException e) {
      return null;
    }
    return bytes.toByteArray();
  }

  /**
   * Opens a token.
   *
   * @param loader of the state's class
   * @return null if it is not of this process, was changed, is too old, or its class has gone
   */
  Content open(String token, ClassLoader loader) {
    if (token.length() > 2 * MAX_BYTES) {
      return null;
    }
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(token.getBytes(UTF_8));
      if (bytes.length < NONCE) {
        return null;
      }
      byte[] plain = crypt(Cipher.DECRYPT_MODE, Arrays.copyOf(bytes, NONCE), bytes, NONCE);
      Written read = plain == null ? null : read(plain, loader);
      if (read == null || clock.getAsLong() > read.until) {
        return null;
      }
      return new Content(new Step(known(read.region), read.subscriber, read.state), read.length);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** The constant that a region is a copy of; regions are compared by identity. */
  private static SipApplicationRoutingRegion known(SipApplicationRoutingRegion copy) {
    for (SipApplicationRoutingRegion each : REGIONS) {
      if (copy != null
          && each.getType() == copy.getType()
          && each.getLabel().equals(copy.getLabel())) {
        return each;
      }
    }
    return copy;
  }

  /** Encrypts, or decrypts what is authentic; null for what is not. */
  private byte[] crypt(int mode, byte[] nonce, byte[] text, int from) {
    try {
      Cipher cipher = Cipher.getInstance(CIPHER);
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      return cipher.doFinal(text, from, text.length - from);
    } catch (GeneralSecurityException e) {
      return null;
    }
  }

  /** Reads what this process has written itself: it is authentic. */
  private static Written read(byte[] plain, ClassLoader loader) {
    try (ObjectInputStream in = new LoaderInput(new ByteArrayInputStream(plain), loader)) {
      return (Written) in.readObject();
    } catch (IOException | ClassNotFoundException | ClassCastException e) {
      return null;
    }
  }

  /** Our Route with a token. */
  static NameAddr route(SipUri here, String token) {
    return new NameAddr(here.with("lr", null).with(PARAMETER, token));
  }

  /** Token of our Route; null if it has none. */
  static String token(NameAddr route) {
    return route.uri() instanceof SipUri uri ? uri.parameter(PARAMETER) : null;
  }

  /** Route without its token, which means nothing to an application. */
  static NameAddr without(NameAddr route) {
    SipUri uri = (SipUri) route.uri();
    return new NameAddr(route.displayName(), uri.without(PARAMETER), route.parameters());
  }
}
