package assay.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Packs Assay with a Java runtime of its own, for an x86-64 Linux machine that has a GPU driver but
 * no Java.
 */
@Command(
    name = "bundle",
    description = "Packs Assay and a Java runtime into one archive for a machine without Java.",
    mixinStandardHelpOptions = true)
final class BundleCommand implements Callable<Integer> {

  /** What the class path needs of the JDK, beyond what these modules require themselves. */
  private static final String MODULES =
      "jdk.incubator.vector,java.logging,jdk.management,jdk.unsupported";

  private static final String LAUNCHER =
      """
      #!/bin/sh
      # Starts Assay with the runtime beside it.
      here=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
      exec "$here/runtime/bin/java" --add-modules=jdk.incubator.vector \\
        --enable-native-access=ALL-UNNAMED -Xmx3g -Dassay.commit=%s \\
        -cp "$here/lib/*" assay.cli.Main "$@"
      """;

  @Spec private CommandSpec spec;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      defaultValue = "assay-bundle.tar.gz",
      description = "The archive. Default: ${DEFAULT-VALUE}.")
  private Path file = Path.of("assay-bundle.tar.gz");

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path work = Files.createTempDirectory("assay-bundle");
    try {
      Path bundle = Files.createDirectory(work.resolve("assay"));
      linkRuntime(bundle.resolve("runtime"));
      copyLibraries(bundle.resolve("lib"));
      writeLauncher(bundle.resolve("assay"));
      pack(work);
    } finally {
      delete(work);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s, %.1f MiB%n", file, Files.size(file) / 0x1p20);
    out.println("there: tar xzf " + file.getFileName() + " && assay/assay verify");
    return ExitCode.PASSED;
  }

  private void linkRuntime(Path target) {
    ToolProvider jlink =
        ToolProvider.findFirst("jlink")
            .orElseThrow(
                () -> new IllegalArgumentException("this JDK has no jlink; use a full JDK 25"));
    int status =
        jlink.run(
            spec.commandLine().getErr(),
            spec.commandLine().getErr(),
            "--add-modules",
            MODULES,
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--compress",
            "zip-9",
            "--output",
            target.toString());
    if (status != 0) {
      throw new IllegalArgumentException("jlink failed with status " + status);
    }
  }

  private static void copyLibraries(Path target) throws IOException {
    Files.createDirectory(target);
    for (String entry : System.getProperty("java.class.path").split(":", -1)) {
      Path jar = Path.of(entry);
      Files.copy(jar, target.resolve(jar.getFileName()));
    }
  }

  private static void writeLauncher(Path launcher) throws IOException {
    Files.writeString(launcher, LAUNCHER.formatted(Build.commit()));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void pack(Path work) throws IOException, InterruptedException {
    List<String> command =
        List.of("tar", "-czf", file.toAbsolutePath().toString(), "-C", work.toString(), "assay");
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException("tar ended with status " + status);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(BundleCommand::deleteOne);
    }
  }

  private static void deleteOne(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
