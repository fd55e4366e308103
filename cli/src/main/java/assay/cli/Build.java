package assay.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** Which Assay this is: its version, and the commit of the sources it was started from. */
final class Build implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"assay " + version()};
  }

  static String version() {
    Properties properties = new Properties();
    try (InputStream stream = Build.class.getResourceAsStream("build.properties")) {
      properties.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read build.properties", e);
    }
    return properties.getProperty("version");
  }

  /** The source tree; null in a bundle, which has none. */
  static @Nullable Path root() {
    String root = System.getenv("ASSAY_ROOT");
    return root == null ? null : Path.of(root);
  }

  /** The commit, or {@code unknown} outside a git checkout. */
  static String commit() {
    String commit = git("rev-parse", "HEAD");
    return commit.matches("[0-9a-f]{40}") ? commit : System.getProperty("assay.commit", "unknown");
  }

  /** Whether tracked files differ from the commit. */
  static boolean dirty() {
    return !git("status", "--porcelain", "--untracked-files=no").isEmpty();
  }

  private static String git(String... arguments) {
    Path root = root();
    if (root == null) {
      return "";
    }
    String[] command = new String[arguments.length + 1];
    command[0] = "git";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(root.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? output : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}
