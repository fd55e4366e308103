package assay.gpu.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.gpu.emulator.machine.Vectors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A virtual machine without the module for vectors computes the same, by plain loops. */
final class NoVectorsTest {

  /** What that machine does. */
  @SuppressWarnings("JUnitMethodInvoked") // what the tests do, in another machine
  static final class Plain {
    public static void main(String[] arguments) {
      HotCodeTest hot = new HotCodeTest();
      hot.resultsStayTheSame();
      hot.floatsStayTheSame();
      new MatrixTest().eightBitElementsOfBothFormats();
      System.out.print(Vectors.areUseful() ? "by vectors" : "by plain loops");
    }
  }

  @Test
  void hotCodeAndMatrices_stayTheSame() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Plain.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    assertEquals("by plain loops", output);
  }
}
