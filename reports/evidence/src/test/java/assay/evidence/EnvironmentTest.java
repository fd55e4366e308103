package assay.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class EnvironmentTest {

  @Test
  void thisMachineHasProcessorsAndMemory() {
    Environment here = Environment.ofThisMachine();
    assertEquals(Runtime.getRuntime().availableProcessors(), here.cores());
    assertTrue(here.memoryBytes() >= Runtime.getRuntime().totalMemory());
    assertTrue(here.jdk().endsWith(Runtime.version().toString()), here.jdk());
    assertEquals(0, here.vectorBits() % Long.SIZE);
  }

  @Test
  void theProcessorIsNamedByItsFirstModelName() {
    assertEquals(
        "A CPU: fast",
        ThisMachine.modelName(
            List.of("processor\t: 0", "model name\t: A CPU: fast", "model name\t: B"), "amd64"));
  }

  @Test
  void aProcessorWithoutModelNameIsNamedByItsArchitecture() {
    assertEquals("aarch64", ThisMachine.modelName(List.of("CPU part\t: 0xd40"), "aarch64"));
  }
}
