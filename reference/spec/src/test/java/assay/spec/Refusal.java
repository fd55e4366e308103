package assay.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.function.Executable;

/** A malformed problem gets one sentence. */
final class Refusal {

  private Refusal() {}

  static void refused(String sentence, Executable executable) {
    assertEquals(sentence, assertThrows(IllegalArgumentException.class, executable).getMessage());
  }
}
