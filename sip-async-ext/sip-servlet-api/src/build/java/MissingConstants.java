import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Adds to SipServletResponse two constants as JSR 289 spells them; Restcomm's jar has them in
 * better spelling only, so applications that use them do not compile. Idempotent, because a second
 * build may find the jar of the first.
 */
final class MissingConstants {
  private static final String RESPONSE = "javax/servlet/sip/SipServletResponse.class";

  private MissingConstants() {}

  /** Changes the jar that is named. */
  public static void main(String[] arguments) throws IOException {
    try (FileSystem jar = FileSystems.newFileSystem(Path.of(arguments[0]))) {
      Path file = jar.getPath(RESPONSE);
      ClassReader reader = new ClassReader(Files.readAllBytes(file));
      ClassWriter writer = new ClassWriter(reader, 0);
      reader.accept(new Adding(writer), 0);
      Files.write(file, writer.toByteArray());
    }
  }

  private static final class Adding extends ClassVisitor {
    private final Set<String> present = new HashSet<>();

    Adding(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public FieldVisitor visitField(
        int access, String name, String type, String signature, Object value) {
      return present.add(name) ? super.visitField(access, name, type, signature, value) : null;
    }

    @Override
    public void visitEnd() {
      constant("SC_TEMPORARLY_UNAVAILABLE", 480);
      constant("SC_DOES_NOT_EXIT_ANYWHERE", 604);
      super.visitEnd();
    }

    private void constant(String name, int value) {
      int access = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC | Opcodes.ACC_FINAL;
      visitField(access, name, "I", null, value);
    }
  }
}
