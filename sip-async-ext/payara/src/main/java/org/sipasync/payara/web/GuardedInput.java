package org.sipasync.payara.web;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/**
 * Input of a guarded connection. Its listener, the connection's reader, is inside while it runs.
 */
final class GuardedInput extends ServletInputStream {
  private final ServletInputStream in;
  private final ConnectionGuard guard;

  GuardedInput(ServletInputStream in, ConnectionGuard guard) {
    this.in = in;
    this.guard = guard;
  }

  @FunctionalInterface
  private interface Event {
    void run() throws IOException;
  }

  private void inside(Event event) throws IOException {
    try (ConnectionGuard.Use use = guard.useIfOpen()) {
      if (use != null) {
        event.run();
      }
    }
    guard.closeIfUnused();
  }

  @Override
  public void setReadListener(ReadListener listener) {
    in.setReadListener(
        new ReadListener() {
          @Override
          public void onDataAvailable() throws IOException {
            inside(listener::onDataAvailable);
          }

          @Override
          public void onAllDataRead() throws IOException {
            inside(listener::onAllDataRead);
          }

          @Override
          public void onError(Throwable failure) {
            listener.onError(failure);
            guard.closeIfUnused();
          }
        });
  }

  @Override
  public boolean isReady() {
    try (ConnectionGuard.Use use = guard.useIfOpen()) {
      return use != null && in.isReady();
    }
  }

  @Override
  public boolean isFinished() {
    return in.isFinished();
  }

  @Override
  public int available() throws IOException {
    try (ConnectionGuard.Use use = guard.use()) {
      return in.available();
    }
  }

  @Override
  public int read() throws IOException {
    try (ConnectionGuard.Use use = guard.use()) {
      return in.read();
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try (ConnectionGuard.Use use = guard.use()) {
      return in.read(bytes, offset, length);
    }
  }
}
