package org.sipasync.payara.web;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/** Output of a guarded connection. Whoever writes is inside. */
final class GuardedOutput extends ServletOutputStream {
  private final ServletOutputStream out;
  private final ConnectionGuard guard;

  GuardedOutput(ServletOutputStream out, ConnectionGuard guard) {
    this.out = out;
    this.guard = guard;
  }

  @Override
  public void setWriteListener(WriteListener listener) {
    out.setWriteListener(
        new WriteListener() {
          @Override
          public void onWritePossible() throws IOException {
            try (ConnectionGuard.Use use = guard.useIfOpen()) {
              if (use != null) {
                listener.onWritePossible();
              }
            }
          }

          @Override
          public void onError(Throwable failure) {
            listener.onError(failure);
          }
        });
  }

  /** Throws IllegalStateException once the connection is closing: nothing would ever be ready. */
  @Override
  public boolean isReady() {
    try (ConnectionGuard.Use use = guard.useIfOpen()) {
      if (use == null) {
        throw new IllegalStateException("connection is closing");
      }
      return out.isReady();
    }
  }

  @Override
  public void write(int data) throws IOException {
    write(new byte[] {(byte) data}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try (ConnectionGuard.Use use = guard.use()) {
      out.write(bytes, offset, length);
    }
  }

  @Override
  public void flush() throws IOException {
    try (ConnectionGuard.Use use = guard.use()) {
      out.flush();
    }
  }
}
