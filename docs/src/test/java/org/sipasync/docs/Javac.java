package org.sipasync.docs;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/** The JDK's compiler, with the test's class path. */
final class Javac {
  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  private Javac() {}

  /**
   * A compilation unit as parsed.
   *
   * @param tree the unit
   * @param trees knows the positions in it
   */
  record Parsed(CompilationUnitTree tree, Trees trees) {}

  /** The compilation unit that a text is; empty if it is none. */
  static Optional<Parsed> parse(String text) {
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    JavacTask task =
        (JavacTask)
            COMPILER.getTask(
                null,
                null,
                diagnostics,
                List.of("--release", "17", "-proc:none"),
                null,
                List.of(new Source("", "Parsed.java", text)));
    try {
      CompilationUnitTree unit = task.parse().iterator().next();
      return errors(diagnostics).isEmpty()
          ? Optional.of(new Parsed(unit, Trees.instance(task)))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compiles sources; what is wrong, with the pages' lines. */
  static List<String> compile(Collection<Source> sources, Path classes) throws IOException {
    Files.createDirectories(classes);
    DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "--release",
            "17",
            "-proc:none",
            "-parameters",
            "-Xmaxerrs",
            "1000",
            "-nowarn",
            "-XDshould-stop.ifError=FLOW",
            "-d",
            classes.toString(),
            "-classpath",
            classPath());
    COMPILER.getTask(null, null, diagnostics, options, null, sources).call();
    return errors(diagnostics);
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private static List<String> errors(DiagnosticCollector<JavaFileObject> diagnostics) {
    return diagnostics.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(Javac::describe)
        .toList();
  }

  private static String describe(Diagnostic<? extends JavaFileObject> diagnostic) {
    String where = diagnostic.getSource() instanceof Source source ? source.page() : "?";
    String what = diagnostic.getMessage(Locale.ROOT).replaceAll("\\s*\\R\\s*", "; ");
    return where + ":" + diagnostic.getLineNumber() + ": " + what;
  }
}
