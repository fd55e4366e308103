package assay.golden.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.CacheKind;
import assay.spec.Model;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes in memory against the formula, for every model and layout: sequences grow token by token,
 * each token's bytes are written, and then the pool's written bytes are counted.
 */
final class AllocatedBytesTest {

  private static final int PAGE_SIZE = 8;
  private static final int[] LENGTHS = {1, 8, 0, 21};
  private static final int TOKENS = Arrays.stream(LENGTHS).sum();
  private static final int PAGES = 6;
  private static final byte WRITTEN = 1;

  /** A model in a layout. */
  record Format(Model model, TokenLayout layout) {

    PageLayout pages() {
      return PageLayout.of(layout.of(model), model.attentionLayers(), PAGE_SIZE);
    }

    long bytesPerToken() {
      return (long) layout.bytes(model) * model.attentionLayers();
    }
  }

  static Stream<Format> formats() {
    return Model.CATALOGUE.stream()
        .flatMap(model ->
            Arrays.stream(TokenLayout.values())
                .filter(layout -> layout.fits(model))
                .map(layout -> new Format(model, layout)));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void bytesInMemoryAreTheFormulas(Format format) {
    try (Arena arena = Arena.ofConfined()) {
      PageAllocator allocator = PageAllocator.create(format.pages(), PAGES, PAGES, arena);
      fill(format, allocator);
      assertEquals(TOKENS * format.bytesPerToken(), written(format, allocator));
      assertEquals(TOKENS * format.bytesPerToken(), allocator.statistics().bytesLive());
      assertEquals(5 * format.pages().bytes(1), allocator.statistics().bytesHeld());
    }
  }

  /** The count is one of memory: a token that spills one byte into its page's padding shows. */
  @Test
  void aTokenThatIsAByteTooLongIsFound() {
    Format format = new Format(Model.DEEPSEEK_V4_FLASH, TokenLayout.MODEL1);
    try (Arena arena = Arena.ofConfined()) {
      PageAllocator allocator = PageAllocator.create(format.pages(), PAGES, PAGES, arena);
      fill(format, allocator);
      MemorySegment pages = allocator.layer(3);
      pages.set(ValueLayout.JAVA_BYTE, format.pages().pageBytes() - 1, WRITTEN);
      assertNotEquals(TOKENS * format.bytesPerToken(), written(format, allocator));
    }
  }

  /** What is counted here is what the catalogue's pages print. */
  @Test
  void theFormulaIsTheOneOfTheReports() {
    for (Model model : Model.CATALOGUE) {
      Format bf16 = new Format(model, TokenLayout.BF16);
      assertEquals(CacheKind.MLA.bytesPerToken(model), bf16.bytesPerToken());
    }
    assertEquals(656, TokenLayout.FP8_DS_MLA.bytes(Model.DEEPSEEK_V3_2));
    assertEquals(584, TokenLayout.MODEL1.bytes(Model.DEEPSEEK_V4_FLASH));
    assertEquals(576, TokenLayout.FP8.bytes(Model.DEEPSEEK_V3));
    assertTrue(formats().count() > 3L * Model.CATALOGUE.size());
  }

  private static void fill(Format format, PageAllocator allocator) {
    for (int length : LENGTHS) {
      PagedSequence sequence = allocator.allocate();
      while (sequence.length() < length) {
        allocator.grow(sequence, 1);
        for (int layer = 0; layer < format.model().attentionLayers(); layer++) {
          int t = sequence.length() - 1;
          write(format, allocator.page(sequence, layer, t), t % PAGE_SIZE);
        }
      }
    }
  }

  private static void write(Format format, MemorySegment page, int slot) {
    int body = format.layout().body(format.model());
    int footer = format.layout().footer(format.model());
    page.asSlice((long) slot * body, body).fill(WRITTEN);
    page.asSlice((long) PAGE_SIZE * body + (long) slot * footer, footer).fill(WRITTEN);
  }

  private static long written(Format format, PageAllocator allocator) {
    long bytes = 0;
    for (int layer = 0; layer < format.model().attentionLayers(); layer++) {
      for (byte each : allocator.layer(layer).toArray(ValueLayout.JAVA_BYTE)) {
        bytes += each;
      }
    }
    return bytes;
  }
}
