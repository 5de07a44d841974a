package org.sipasync.payara.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import org.sipasync.Problem;
import org.sipasync.sip.message.Limits;

/**
 * Tyrus, the server's WebSocket library, for one endpoint and apart from the application: the
 * server starts it only for WARs with endpoints of their own, with a filter for all requests and
 * buffers of 4 MB. This one sees a ServletContext that keeps the filter and the attribute back.
 */
final class TyrusInstance {
  private static final String INITIALIZER =
      "org.glassfish.tyrus.servlet.TyrusServletContainerInitializer";
  private static final String BUFFER = "org.glassfish.tyrus.servlet.incoming-buffer-size";

  /** Bytes that it reads at once. */
  private static final int READ = 16 << 10;

  /** Bytes that it holds: a frame with its header but for a byte, and what is read with that. */
  private static final int HELD = Limits.MESSAGE + 14 + READ;

  private static final String CONTAINER = ServerContainer.class.getName();
  private static final String OWN_HEADERS = "x-tyrus";

  private final ServletContext real;
  private final ServletContext seen;
  private final ServletContext seenByConnections;
  private Filter filter;
  private Object container;

  private TyrusInstance(ServletContext real) {
    this.real = real;
    this.seen = context(HELD);
    this.seenByConnections = context(READ);
  }

  /**
   * Starts it.
   *
   * @throws org.sipasync.SipAsyncException SIPA-0370 if it is not there or does not start
   */
  static TyrusInstance start(ServletContext context, ServerEndpointConfig endpoint) {
    TyrusInstance instance = new TyrusInstance(context);
    try {
      instance.start(endpoint);
    } catch (ServletException | DeploymentException | RuntimeException e) {
      throw Problem.NO_WEBSOCKETS.exception(context.getContextPath(), e);
    }
    return instance;
  }

  private void start(ServerEndpointConfig endpoint) throws ServletException, DeploymentException {
    TyrusLog.quieten();
    initializer().onStartup(new HashSet<>(Set.of(endpoint.getEndpointClass())), seen);
    ((ServerContainer) container).addEndpoint(endpoint);
    filter.init(proxy(FilterConfig.class, (method, arguments) -> seen));
  }

  private static ServletContainerInitializer initializer() {
    return ServiceLoader.load(
            ServletContainerInitializer.class, TyrusInstance.class.getClassLoader())
        .stream()
        .filter(provider -> provider.type().getName().equals(INITIALIZER))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(INITIALIZER + " is missing"))
        .get();
  }

  @FunctionalInterface
  private interface Handler {
    Object on(Method method, Object[] arguments) throws ReflectiveOperationException;
  }

  private static <T> T proxy(Class<T> type, Handler handler) {
    ClassLoader loader = TyrusInstance.class.getClassLoader();
    return type.cast(
        Proxy.newProxyInstance(
            loader,
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              try {
                return handler.on(method, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private ServletContext context(int buffer) {
    return proxy(ServletContext.class, (method, arguments) -> onContext(method, arguments, buffer));
  }

  private Object onContext(Method method, Object[] arguments, int buffer)
      throws ReflectiveOperationException {
    Object first = arguments == null || arguments.length == 0 ? null : arguments[0];
    switch (method.getName()) {
      case "setAttribute" -> {
        container = arguments[1];
        return null;
      }
      case "addListener" -> {
        return null;
      }
      case "addFilter" -> {
        filter = (Filter) arguments[1];
        return proxy(FilterRegistration.Dynamic.class, (registering, values) -> null);
      }
      default -> {
        if (CONTAINER.equals(first)) {
          return container;
        }
        return BUFFER.equals(first) ? Integer.toString(buffer) : method.invoke(real, arguments);
      }
    }
  }

  /** Does the handshake. */
  void upgrade(HttpServletRequest request, HttpServletResponse response) throws Exception {
    filter.doFilter(new Seen(request), response, null);
  }

  void stop() {
    filter.destroy();
  }

  /**
   * The request with our context, without its session, and without headers that the library takes
   * commands from.
   */
  private final class Seen extends HttpServletRequestWrapper {
    Seen(HttpServletRequest request) {
      super(request);
    }

    @Override
    public ServletContext getServletContext() {
      return seenByConnections;
    }

    /** The library's handler sees a guarded connection. */
    @Override
    public <T extends HttpUpgradeHandler> T upgrade(Class<T> type)
        throws IOException, ServletException {
      try {
        T handler = type.getConstructor().newInstance();
        super.upgrade(GuardedUpgrade.class).of(handler, Handshake.current().guard());
        return handler;
      } catch (ReflectiveOperationException e) {
        throw new ServletException(e);
      }
    }

    /** The library would remember it, and rely on a listener to forget it. */
    @Override
    public HttpSession getSession(boolean create) {
      return null;
    }

    @Override
    public Enumeration<String> getHeaderNames() {
      return Collections.enumeration(
          Collections.list(super.getHeaderNames()).stream()
              .filter(name -> !name.toLowerCase(Locale.ROOT).startsWith(OWN_HEADERS))
              .toList());
    }
  }
}
