package assay.gpu.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The committed page is the printed one; {@code -Dassay.update=true} writes it anew. */
final class SubsetPageTest {

  private static final Path PAGE = Path.of("..", "..", "docs", "ptx-subset.md");

  @Test
  void pageIsUpToDate() throws IOException {
    if (Boolean.getBoolean("assay.update")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, SubsetPage.markdown());
    }
    assertEquals(Files.readString(PAGE), SubsetPage.markdown());
  }
}
