package assay.golden;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.numerics.ScaleRule;
import assay.spec.AppendLatentCache.Problem;
import assay.spec.DenseLayout;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.LatentLayout;
import assay.spec.Model1Layout;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Random small problems of {@code AppendLatentCache}, each a function of its seed. */
final class AppendProblems {

  private static final FloatFormat[] INPUTS = {
    FloatFormat.BF16, FloatFormat.FP16, FloatFormat.F32, FloatFormat.F64
  };

  private final SplittableRandom random;

  private AppendProblems(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /**
   * Any layout, rule, page size and input format; magnitudes from tile to tile from 2^−14 to 2^12.
   */
  static Problem random(long seed) {
    AppendProblems draw = new AppendProblems(seed);
    LatentLayout layout = draw.layout();
    ScaleRule rule =
        layout instanceof Model1Layout || draw.random.nextBoolean()
            ? ScaleRule.POWER_OF_TWO
            : ScaleRule.ARBITRARY;
    return draw.problem(layout, rule);
  }

  /** The same over this layout and rule. */
  static Problem random(LatentLayout layout, ScaleRule rule, long seed) {
    return new AppendProblems(seed).problem(layout, rule);
  }

  private LatentLayout layout() {
    int rope = random.nextInt(0, 9);
    int tiles = random.nextInt(1, 10);
    return switch (random.nextInt(6)) {
      case 0 -> DenseLayout.bFloat16(random.nextInt(1, 40), rope);
      case 1 -> DenseLayout.float16(random.nextInt(1, 40), rope);
      case 2 -> DenseLayout.fp8(random.nextInt(1, 40), rope, (float) random.nextDouble(1e-3, 3));
      case 3 -> new Fp8DsMlaLayout(128 * Math.ceilDiv(tiles, 2), rope);
      case 4 -> new Model1Layout(64 * tiles, rope, 1);
      default -> Model1Layout.padded(64 * tiles, rope);
    };
  }

  private Problem problem(LatentLayout layout, ScaleRule rule) {
    int pageSize = random.nextInt(1, 6);
    int pages = random.nextInt(1, 4);
    byte[] before = new byte[Math.toIntExact(pages * layout.bytesPerPage(pageSize))];
    random.nextBytes(before);
    long[] slots = slots(pages * pageSize);
    FloatFormat format = INPUTS[random.nextInt(INPUTS.length)];
    return new Problem(
        layout,
        rule,
        pageSize,
        MemorySegment.ofArray(before),
        values(format, slots.length, layout.latent(), layout.tile()),
        values(format, slots.length, layout.rope(), 1),
        slots);
  }

  /** A random order of some of the slots, with some tokens skipped. */
  private long[] slots(int count) {
    long[] slots = IntStream.range(0, count).asLongStream().toArray();
    for (int i = count - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      long swapped = slots[i];
      slots[i] = slots[j];
      slots[j] = random.nextInt(5) == 0 ? -1 - random.nextInt(3) : swapped;
    }
    return Arrays.copyOf(slots, random.nextInt(count + 1));
  }

  private Elements values(FloatFormat format, int tokens, int width, int tile) {
    double[] values = new double[tokens * width];
    for (int i = 0; i < values.length; i += tile) {
      double magnitude = random.nextInt(8) == 0 ? 0 : Math.scalb(1.0, random.nextInt(-14, 13));
      for (int j = i; j < Math.min(values.length, i + tile); j++) {
        values[j] = random.nextInt(9) == 0 ? -0.0 : magnitude * random.nextGaussian();
      }
    }
    return Elements.rounded(format, values);
  }
}
