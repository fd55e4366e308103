package assay.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The committed page is the printed one, and the printed one says what was published. */
final class KvCachePageTest {

  private static final Path PAGE = Path.of("..", "..", "docs", "kv-cache.md");

  @Test
  void pageIsUpToDate() throws IOException {
    if (Boolean.getBoolean("assay.update")) {
      Files.writeString(PAGE, KvCachePage.markdown());
    }
    requireSame(Files.readString(PAGE));
  }

  @Test
  void aStalePageIsFound() {
    String stale = KvCachePage.markdown().replace("70,272", "70,273");
    AssertionError found = assertThrows(AssertionError.class, () -> requireSame(stale));
    assertTrue(String.valueOf(found.getMessage()).contains("-Dassay.update=true"));
  }

  /** Elements, BF16 and 656-byte figures; a dash where the layout does not fit. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "DeepSeek-V2;       34,560; 69,120; 39,360",
        "DeepSeek-V2-Lite;  15,552; 31,104; 17,712",
        "DeepSeek-V3 / R1;  35,136; 70,272; 40,016",
        "DeepSeek-V3.2;     35,136; 70,272; 40,016",
        "Kimi-K2;           35,136; 70,272; 40,016",
        "GLM-5;             44,928; 89,856; 51,168",
        "LongCat-Flash;     32,256; 64,512; 36,736",
        "MiniCPM3-4B;       17,856; 35,712; –",
        "Mistral Small 4;   11,520; 23,040; –"
      })
  void bytesPerTokenAreThePublishedOnes(String model, String elements, String bf16, String fp8) {
    assertRow(model, elements + " | " + bf16 + " | " + fp8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "DeepSeek-V3 / R1 if MHA; 2,498,560 | 4,997,120 | 71.1×",
        "Qwen2.5-72B;             163,840 | 327,680 | 4.66×",
        "LLaMA-3.1-405B;          258,048 | 516,096 | 7.34×",
        "FlashMLA: one request of 128 K tokens; 8.72 GiB | 8.72 GiB",
        "DeepSeek-V2 against DeepSeek-67B, latent cache in 6 bits; 93.3 % | 93.34 %",
        "the same, elements alone; 82.24 %",
        "DeepSeek-V2 table 9, small: elements; 110.6K → 15.6K | 110.6K → 15.6K, −85.9 %",
        "DeepSeek-V2 table 9, large: elements; 860.2K → 34.6K | → 34.6K, −96.0 %"
      })
  void yardsticksAndPublishedFiguresHold(String row, String cells) {
    assertRow(row, cells);
  }

  private static void assertRow(String title, String cells) {
    assertTrue(
        KvCachePage.markdown()
            .lines()
            .anyMatch(line -> line.startsWith("| " + title + " |") && line.contains(cells)),
        () -> title + ": " + cells);
  }

  private static void requireSame(String page) {
    assertEquals(
        KvCachePage.markdown(),
        page,
        "docs/kv-cache.md is stale: run this test with -Dassay.update=true");
  }
}
