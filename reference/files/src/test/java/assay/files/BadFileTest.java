package assay.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class BadFileTest {

  private static final Place PLACE = Place.of(Path.of("x.npz")).at("entry a%s\n\u001b[2J");

  @Test
  void whatAFileNames_isShownInOneHarmlessLine() {
    assertEquals(
        "x.npz: entry a%s??[2J: it has 3 bytes", PLACE.bad("it has %d bytes", 3).getMessage());
  }

  @Test
  void longNames_areCut() {
    String message = String.valueOf(PLACE.at("n".repeat(50_000)).bad("wrong").getMessage());
    assertTrue(message.length() < 500 && message.endsWith("n…"), message);
  }
}
