package assay.gpu.jcuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.device.DeviceUnavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CudaNativesTest {

  private static final List<String> LIBRARIES =
      List.of("libJCudaRuntime-12.6.0-linux-x86_64.so", "libJNvPTXCompiler-12.6.0-linux-x86_64.so");

  /** What a process of this test does. */
  static final class Loader {
    public static void main(String[] arguments) {
      CudaNatives.load(CudaNatives.RUNTIME);
      CudaNatives.load(CudaNatives.COMPILER);
      System.out.print("loaded " + System.getProperty("java.io.tmpdir").equals(arguments[0]));
    }
  }

  @Test
  void processes_loadTheirOwnFiles_whateverLiesInTheSharedDirectory(@TempDir Path shared)
      throws IOException, InterruptedException {
    for (String library : LIBRARIES) {
      Files.writeString(shared.resolve(library), "half-written");
    }
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      processes.add(start(shared));
    }
    for (Process process : processes) {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, process.waitFor(), output);
      assertTrue(output.endsWith("loaded true"), output);
    }
    try (Stream<Path> left = Files.list(shared)) {
      assertEquals(LIBRARIES.size(), left.count());
    }
  }

  private static Process start(Path directory) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.io.tmpdir=" + directory,
            "-cp",
            System.getProperty("java.class.path"),
            Loader.class.getName(),
            directory.toString())
        .redirectErrorStream(true)
        .start();
  }

  @ParameterizedTest
  @CsvSource({"Windows 11,amd64", "Linux,aarch64", "Mac OS X,aarch64"})
  void otherPlatforms_areNamed(String system, String architecture) {
    DeviceUnavailable refusal =
        assertThrows(
            DeviceUnavailable.class, () -> CudaNatives.requirePlatform(system, architecture));
    assertTrue(String.valueOf(refusal.getMessage()).endsWith(system + " on " + architecture));
  }

  @Test
  void nestedStackTraces_areCutToTheirReason() {
    String nested =
        """
        Error while loading native library "JCudaDriver-12.6.0-linux-x86_64"
        Operating system name: Linux
        Stack trace from the attempt to load the library as a resource:
        java.lang.UnsatisfiedLinkError: /tmp/x.so: libcuda.so.1: cannot open shared object file: No such file
        \tat java.base/jdk.internal.loader.NativeLibraries.load(Native Method)
        """;
    assertEquals(
        "/tmp/x.so: libcuda.so.1: cannot open shared object file: No such file",
        CudaNatives.reason(nested));
    assertEquals("no reason given", CudaNatives.reason(""));
  }

  @Test
  void missingLibrary_isUnavailable() {
    assertThrows(DeviceUnavailable.class, () -> CudaNatives.load("jcuda.no.SuchClass"));
  }
}
