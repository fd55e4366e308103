package assay.verify;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.PageTable;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Shapes and values that follow from a seed, with the same bits on every machine. */
final class Drawing {

  /** Tokens of a problem that has a model's widths. */
  static final int MODEL_TOKENS = 4;

  private static final List<FloatFormat> FORMATS =
      List.of(FloatFormat.BF16, FloatFormat.FP16, FloatFormat.F32, FloatFormat.F64);

  private static final List<Double> MAGNITUDES = List.of(1.0, 1e-3, 50.0);

  /** Nearly uniform softmax, ordinary, peaked, one-hot. */
  private static final List<Double> GAINS = List.of(0.1, 1.0, 10.0, 100.0);

  private final long seed;
  private final SplittableRandom random;
  private int tensors;

  Drawing(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  /** From {@code least} to {@code most}, both included. */
  int between(int least, int most) {
    return random.nextInt(least, most + 1);
  }

  boolean coin() {
    return random.nextBoolean();
  }

  <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** bf16, fp16, F32 or binary64. */
  FloatFormat format() {
    return pick(FORMATS);
  }

  /** Ordinary, small or large values. */
  double magnitude() {
    return pick(MAGNITUDES);
  }

  /** A factor on queries. */
  double gain() {
    return pick(GAINS);
  }

  /** Of a head 192 wide, of DeepSeek-V3 with YaRN, or large. */
  float softmaxScale() {
    return pick(List.of(0.0721688f, 0.1352338f, 0.5f));
  }

  /** Lengths from 0 to {@code most}; one in four is 0 or 1. */
  int[] lengths(int batch, int most) {
    int[] lengths = new int[batch];
    Arrays.setAll(lengths, b -> between(1, 4) == 1 ? between(0, 1) : between(0, most));
    return lengths;
  }

  /** Where sequences of such lengths begin, and where the last ends. */
  int[] starts(int batch, int most) {
    int[] starts = new int[batch + 1];
    int[] lengths = lengths(batch, most);
    for (int b = 0; b < batch; b++) {
      starts[b + 1] = starts[b] + lengths[b];
    }
    return starts;
  }

  /** Sequences of these lengths, in pages that lie in the pool in random order. */
  PageTable pages(int pageSize, int... lengths) {
    int perSequence = Math.ceilDiv(Arrays.stream(lengths).max().orElse(0), pageSize);
    int pages = perSequence * lengths.length + 1;
    int[] entries = Arrays.copyOf(order(pages), perSequence * lengths.length);
    return new PageTable(pageSize, pages, perSequence, entries, lengths);
  }

  /** N(0, magnitude²), rounded to the format; every tensor has a stream of its own. */
  Elements normals(FloatFormat format, int count, double magnitude) {
    Gaussian gaussian = new Gaussian(seed, ++tensors);
    Elements elements = Elements.allocate(format, count);
    for (int i = 0; i < count; i++) {
      elements.set(i, magnitude * gaussian.next());
    }
    return elements;
  }

  /** Numbers from 0 to before {@code count}, in random order. */
  int[] order(int count) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    PagedMlaDecodeData.shuffle(order, random);
    return order;
  }
}
