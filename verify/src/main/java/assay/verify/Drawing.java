package assay.verify;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.PageTable;
import assay.verify.PagedMlaDecodeRecipe.Pattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Shapes and values that follow from a seed, with the same bits on every machine.
 *
 * <p>A shape is a row of choices, numbers from 0, the simplest. They are drawn, or given: then what
 * is too large is taken as the largest allowed, and what is missing as 0. So any row of choices
 * makes a problem, and smaller numbers make a simpler one.
 */
public final class Drawing {

  /** Tokens of a problem that has a model's widths. */
  static final int MODEL_TOKENS = 4;

  private static final List<FloatFormat> FORMATS =
      List.of(FloatFormat.BF16, FloatFormat.FP16, FloatFormat.F32, FloatFormat.F64);

  private static final List<Double> MAGNITUDES = List.of(1.0, 1e-3, 50.0);

  /** Nearly uniform softmax, ordinary, peaked, one-hot. */
  private static final List<Double> GAINS = List.of(0.1, 1.0, 10.0, 100.0);

  private static final List<Integer> EDGES =
      List.of(0, 1, 31, 32, 33, 63, 64, 65, 66, 67, 127, 128, 129);

  private final long seed;
  private final int keys;
  private final SplittableRandom random;
  private final @Nullable List<Integer> given;
  private final List<Integer> choices = new ArrayList<>();
  private int tensors;

  /** Draws its choices. */
  Drawing(long seed) {
    this(seed, 0, null);
  }

  /**
   * Takes its choices from {@code given}, if that is there.
   *
   * @param keys of the first sequence of attention; 0 where they are drawn
   */
  Drawing(long seed, int keys, @Nullable List<Integer> given) {
    this.seed = seed;
    this.keys = keys;
    this.random = new SplittableRandom(seed);
    this.given = given;
  }

  /** A seed for whatever draws on its own, another at each call. */
  int newSeed() {
    return new SplittableRandom(seed + ++tensors).nextInt(Integer.MAX_VALUE);
  }

  /** The choices so far. */
  List<Integer> choices() {
    return List.copyOf(choices);
  }

  /** From 0 to before {@code count}. */
  private int choice(int count) {
    int choice = given == null ? random.nextInt(count) : given(count);
    choices.add(choice);
    return choice;
  }

  private int given(int count) {
    int index = choices.size();
    List<Integer> numbers = given == null ? List.of() : given;
    return index < numbers.size() ? Math.min(numbers.get(index), count - 1) : 0;
  }

  /**
   * For choices too many to be part of the shape, such as one for each token: drawn always, and not
   * simplified.
   */
  Drawing details() {
    return new Drawing(seed + ++tensors);
  }

  /** From {@code least}, the simplest, to {@code most}, both included. */
  int between(int least, int most) {
    return least + choice(most - least + 1);
  }

  /** False is the simpler. */
  boolean coin() {
    return choice(2) == 1;
  }

  /** The first is the simplest. */
  <T> T pick(List<T> values) {
    return values.get(choice(values.size()));
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

  /** The problem itself, or keys, values and queries related in another way. */
  <P> P aimed(P problem, AttentionTokens<P> tokens) {
    Pattern pattern = pick(Pattern.DRAWN);
    return new AimedAttention<>(tokens, problem, newSeed()).as(pattern);
  }

  /** Of a head 192 wide, of DeepSeek-V3 with YaRN, or large. */
  float softmaxScale() {
    return pick(List.of(0.0721688f, 0.1352338f, 0.5f));
  }

  /** Lengths up to {@code most}, or at edges; the first is as long as was asked for. */
  int[] anyLengths(int batch, int most) {
    int[] lengths = coin() ? edgeLengths(batch) : lengths(batch, most);
    lengths[0] = isLong() ? keys : lengths[0];
    return lengths;
  }

  /** Whether the first sequence has a length that is not drawn. */
  boolean isLong() {
    return keys > 0;
  }

  /** Lengths from 0 to {@code most}; one in four is 0 or 1. */
  int[] lengths(int batch, int most) {
    int[] lengths = new int[batch];
    Arrays.setAll(lengths, b -> between(1, 4) == 1 ? between(0, 1) : between(0, most));
    return lengths;
  }

  /** Lengths at the edges of the tiles that kernels work in. */
  int[] edgeLengths(int batch) {
    int[] lengths = new int[batch];
    Arrays.setAll(lengths, b -> pick(EDGES));
    return lengths;
  }

  /** Where sequences of such lengths begin, and where the last ends. */
  int[] starts(int batch, int most) {
    return starts(lengths(batch, most));
  }

  static int[] starts(int... lengths) {
    int[] starts = new int[lengths.length + 1];
    for (int b = 0; b < lengths.length; b++) {
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
    PagedMlaDecodeData.shuffle(order, new SplittableRandom(seed + ++tensors));
    return order;
  }
}
