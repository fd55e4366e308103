package assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application, and the bundle made from it, run where there is nothing else. */
class PackagedTest {

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin/java").toString();
  private static final long MAX_BUNDLE_BYTES = 64L << 20;
  private static final String CASE = "heads=2 latent=16 rope=8 lengths=9,70 seed=3";

  @TempDir private Path folder;

  @Test
  void bundle_verifiesWithoutAnyJava() throws IOException, InterruptedException {
    Path archive = folder.resolve("bundle.tar.gz");
    run(packaged("bundle", "--file", archive.toString()));
    assertTrue(Files.size(archive) < MAX_BUNDLE_BYTES, () -> archive.toFile().length() + " bytes");
    run(List.of("tar", "-xzf", archive.toString(), "-C", folder.toString()));
    String assay = folder.resolve("assay/assay").toString();
    String out = folder.resolve("out").toString();
    String said = run(List.of(assay, "verify", "--case", CASE, "--out", out));
    assertTrue(said.contains("29 passed, 0 failed, 0 not run"), said);
    assertTrue(Files.size(folder.resolve("out/index.html")) > 0);
    assertTrue(run(List.of(assay, "report", "--out", out)).contains("report: "));
    assertTrue(run(List.of(assay, "devices")).contains("emulator:0"));
    assertTrue(run(List.of(assay, "bench", "--help")).contains("Usage: assay bench"));
  }

  private static List<String> packaged(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                JAVA,
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                "target/app/lib/*",
                "assay.cli.Main"));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Runs {@code command} with a bare environment, expects exit code 0, answers what it printed. */
  private static String run(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(2, TimeUnit.MINUTES));
    assertEquals(0, process.exitValue(), said);
    return said;
  }
}
