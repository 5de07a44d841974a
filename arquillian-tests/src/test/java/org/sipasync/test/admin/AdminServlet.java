package org.sipasync.test.admin;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Deploys and undeploys WARs in the running server, and looks for what they have left behind. */
@WebServlet("/*")
public class AdminServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String argument = request.getParameter("argument");
    try {
      response.getWriter().print(run(request.getPathInfo(), argument));
    } catch (ReflectiveOperationException e) {
      throw new IOException(e);
    }
  }

  private static Object run(String command, String argument) throws ReflectiveOperationException {
    return switch (command) {
      case "/deploy" -> runtime("deploy", File.class, new File(argument));
      case "/undeploy" -> {
        runtime("undeploy", String.class, argument);
        yield "done";
      }
      case "/threads" -> threads();
      case "/loaders" -> loaders();
      case "/property" -> System.getProperty(argument, "");
      default -> throw new IllegalArgumentException(command);
    };
  }

  private static Object runtime(String method, Class<?> type, Object argument)
      throws ReflectiveOperationException {
    Class<?> micro =
        Class.forName("fish.payara.micro.PayaraMicro", true, ClassLoader.getSystemClassLoader());
    Object instance = micro.getMethod("getInstance").invoke(null);
    Object runtime = instance.getClass().getMethod("getRuntime").invoke(instance);
    return runtime.getClass().getMethod(method, type).invoke(runtime, argument);
  }

  /** The server's own pools, which grow and shrink as they like. */
  private static final String SERVER_POOLS =
      "http-thread-pool.*|concurrent/.*|payara-executor.*|Executor-Service.*|GF Domain XML.*"
          + "|RunLevelController.*";

  /** Returns the threads by kind, one line each: count, kind (name without numbers). */
  private static String threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> !name.matches(SERVER_POOLS))
        .collect(
            Collectors.groupingBy(
                name -> name.replaceAll("\\d+", "#"), TreeMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(kind -> kind.getValue() + " " + kind.getKey())
        .collect(Collectors.joining("\n"));
  }

  /** Counts the recorded class loaders that are still in memory. */
  @SuppressWarnings("unchecked")
  private static long loaders() {
    System.gc();
    var noted = (List<WeakReference<ClassLoader>>) System.getProperties().get("test.loaders");
    return noted == null ? 0 : noted.stream().filter(loader -> loader.get() != null).count();
  }
}
