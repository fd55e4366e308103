package assay.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of conventions in the documents is the one in the code. */
class ConventionPresetsTest {

  private static final Path PAGE = Path.of("../../docs/conventions.md");

  @Test
  void documentedTable_isTheCodes() throws IOException {
    assertEquals(String.join("\n", table()), String.join("\n", documented()));
  }

  @Test
  void presets_haveNamesAndSourcesOfTheirOwn() {
    long names = ConventionPresets.ALL.stream().map(Convention::name).distinct().count();
    assertEquals(ConventionPresets.ALL.size(), names);
    assertFalse(ConventionPresets.ALL.stream().anyMatch(preset -> preset.source().isBlank()));
  }

  @Test
  void scales_followFromTheShape() {
    MlaShape v3 = new MlaShape(7168, 128, 1536, 512, 128, 64, 128);
    assertEquals(1 / 24.0, SoftmaxScale.CACHE_WIDTH.of(v3, 1).orElseThrow());
    assertEquals(1 / Math.sqrt(192), SoftmaxScale.KEY_WIDTH.of(v3, 1).orElseThrow());
    assertTrue(SoftmaxScale.ARGUMENT.of(v3, 1).isEmpty());
    Model model = Model.named("deepseek-v3");
    assertEquals(
        model.softmaxScale(),
        (float) SoftmaxScale.KEY_WIDTH_MSCALE.of(v3, model.yarn().softmaxMscale()).orElseThrow());
  }

  @Test
  void layouts_placeEveryElementOnce() {
    for (LseConvention.Layout layout : LseConvention.Layout.values()) {
      boolean[] taken = new boolean[2 * 3 * 4];
      for (int i = 0; i < taken.length; i++) {
        int at = layout.index(i / 12, i / 4 % 3, i % 4, 3, 2, 4);
        assertFalse(taken[at]);
        taken[at] = true;
      }
    }
    assertEquals(1, LseConvention.Layout.B_H_S.index(0, 1, 0, 3, 2, 4));
    assertEquals(6, LseConvention.Layout.H_N.index(0, 0, 1, 3, 2, 4));
  }

  private static List<String> table() {
    return Stream.concat(Stream.of(Convention.CANONICAL), ConventionPresets.ALL.stream())
        .map(ConventionPresetsTest::row)
        .toList();
  }

  private static String row(Convention convention) {
    return Stream.of(
            convention.name(),
            convention.lse().map(lse -> lse.base() == LseConvention.Base.E ? "e" : "2").orElse("–"),
            convention.lse().map(lse -> empty(lse.emptyRow())).orElse("–"),
            convention.lse().map(lse -> lse.layout().toString()).orElse("–"),
            convention.lse().map(lse -> lse.sink() ? "in" : "out").orElse("–"),
            words(convention.scale()),
            words(convention.pairing()),
            words(convention.concat()),
            convention.invalidIndex().map(ConventionPresetsTest::words).orElse("–"),
            convention.source())
        .collect(java.util.stream.Collectors.joining(" | ", "| ", " |"));
  }

  private static String empty(double value) {
    return Double.isInfinite(value) ? (value > 0 ? "+∞" : "−∞") : Float.toString((float) value);
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The rows of the page's first table. */
  private static List<String> documented() throws IOException {
    return Files.readAllLines(PAGE).stream()
        .dropWhile(line -> !line.startsWith("|"))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .toList();
  }
}
