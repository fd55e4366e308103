package assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The committed page is the generated one; {@code -Dassay.update=true} writes it anew. */
final class PredictedRatesTest {

  private static final Path PAGE = Path.of("..", "docs", "predicted-rates.md");

  @Test
  void pageIsUpToDate() throws IOException {
    String page = PredictedRates.markdown();
    if (Boolean.getBoolean("assay.update")) {
      Files.writeString(PAGE, page);
    }
    assertEquals(Files.readString(PAGE), page);
  }
}
