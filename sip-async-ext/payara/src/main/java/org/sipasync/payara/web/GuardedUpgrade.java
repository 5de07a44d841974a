package org.sipasync.payara.web;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;

/**
 * Handler of an upgraded connection that shows another handler, the WebSocket library's, a guarded
 * one. Public for the server, which makes it.
 */
public final class GuardedUpgrade implements HttpUpgradeHandler {
  private HttpUpgradeHandler handler;
  private ConnectionGuard guard;

  /** Made by the server. */
  public GuardedUpgrade() {}

  /** Names handler and guard, before the server calls {@link #init}. */
  void of(HttpUpgradeHandler handler, ConnectionGuard guard) {
    this.handler = handler;
    this.guard = guard;
  }

  @Override
  public void init(WebConnection connection) {
    guard.guard(connection);
    handler.init(new Guarded(connection, guard));
  }

  @Override
  public void destroy() {
    handler.destroy();
  }

  /** Connection as the library sees it. */
  private record Guarded(WebConnection connection, ConnectionGuard guard) implements WebConnection {
    @Override
    public ServletInputStream getInputStream() throws IOException {
      return new GuardedInput(connection.getInputStream(), guard);
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
      return new GuardedOutput(connection.getOutputStream(), guard);
    }

    @Override
    public void close() {
      guard.close();
    }
  }
}
