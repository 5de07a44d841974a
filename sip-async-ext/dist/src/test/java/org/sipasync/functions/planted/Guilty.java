package org.sipasync.functions.planted;

import java.io.IOException;
import java.nio.channels.Selector;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.concurrent.Semaphore;

/** Breaks the rules on what is there once. */
public final class Guilty {
  final Semaphore places = new Semaphore(1);
  final Accomplice accomplice = new Accomplice(this);

  KeyStore keys() throws KeyStoreException {
    return KeyStore.getInstance("PKCS12");
  }

  Selector selector() throws IOException {
    return Selector.open();
  }
}
