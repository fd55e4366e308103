package assay.verify;

import assay.spec.PagedMlaDecode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A problem of {@link PagedMlaDecode} in one line: its shape, and the seed its data follow from.
 *
 * <p>The same recipe gives the same bits on every machine.
 *
 * @param heads H
 * @param latent D
 * @param rope R
 * @param queryTokens S
 * @param causal bottom-right mask
 * @param pageSize P
 * @param lengths keys of each sequence; its size is B
 * @param scale softmax scale
 * @param gain factor on the queries
 * @param pattern how queries relate to keys
 * @param seed of every random choice
 */
public record PagedMlaDecodeRecipe(
    int heads,
    int latent,
    int rope,
    int queryTokens,
    boolean causal,
    int pageSize,
    List<Integer> lengths,
    float scale,
    double gain,
    Pattern pattern,
    long seed)
    implements Recipe<PagedMlaDecode.Problem> {

  /** How queries relate to keys; every feature is otherwise N(0, 1). */
  public enum Pattern {
    /** Nothing in common. */
    NORMAL,
    /** Each query row singles out one key, at a page, tile or sequence boundary. */
    NEEDLES,
    /** Values share a large offset, so weights that do not sum to 1 show. */
    OFFSET,
    /** Every key is there three times in a row. */
    TIES,
    /** Values spell the number of their key, and queries single keys out. */
    MARKERS,
    /** One part of the keys outweighs the other by up to e^50. */
    UNEQUAL,
    /** All scores are far below zero. */
    NEGATIVE,
    /**
     * Values of the later keys cancel those of the earlier ones: what a sum loses on the way shows.
     */
    OPPOSED,
    /** Scores of the earlier half of the keys are so far below zero that they have no weight. */
    LOWEST;

    /** Those that problems are drawn from. */
    public static final List<Pattern> DRAWN =
        List.of(NORMAL, NEEDLES, OFFSET, TIES, MARKERS, UNEQUAL, NEGATIVE);
  }

  /** A tensor of a problem made from a recipe has at most this many elements. */
  private static final long MAX_ELEMENTS = 1L << 28;

  public PagedMlaDecodeRecipe {
    lengths = List.copyOf(lengths);
    atLeast("heads", heads, 1);
    atLeast("latent", latent, 1);
    atLeast("rope", rope, 0);
    atLeast("queries", queryTokens, 1);
    atLeast("page", pageSize, 1);
    lengths.forEach(length -> atLeast("lengths", length, 0));
    atMost("queries", (long) lengths.size() * queryTokens * heads * ((long) latent + rope));
    atMost("keys", keySlots(lengths, pageSize) * ((long) latent + rope));
    if (!(scale > 0 && scale < Float.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("scale is " + scale + "; it must be finite and positive");
    }
    if (!(gain > 0 && gain < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("gain is " + gain + "; it must be finite and positive");
    }
  }

  @Override
  public PagedMlaDecode.Problem problem() {
    return new PagedMlaDecodeData(this).problem();
  }

  public int batch() {
    return lengths.size();
  }

  public PagedMlaDecodeRecipe withHeads(int value) {
    return new PagedMlaDecodeRecipe(
        value, latent, rope, queryTokens, causal, pageSize, lengths, scale, gain, pattern, seed);
  }

  public PagedMlaDecodeRecipe withLengths(List<Integer> value) {
    return new PagedMlaDecodeRecipe(
        heads, latent, rope, queryTokens, causal, pageSize, value, scale, gain, pattern, seed);
  }

  public PagedMlaDecodeRecipe withQueryTokens(int value) {
    return new PagedMlaDecodeRecipe(
        heads, latent, rope, value, causal, pageSize, lengths, scale, gain, pattern, seed);
  }

  @Override
  public List<PagedMlaDecodeRecipe> smaller() {
    List<PagedMlaDecodeRecipe> steps = new ArrayList<>();
    for (int b = 0; b < batch() && batch() > 1; b++) {
      steps.add(withLengths(without(lengths, b)));
    }
    steps(steps, heads, 1, this::withHeads);
    steps(steps, queryTokens, 1, this::withQueryTokens);
    for (int i = 0; i < batch(); i++) {
      int b = i;
      steps(steps, lengths.get(b), 0, length -> withLengths(replaced(lengths, b, length)));
    }
    evenSteps(steps, latent, 2, value -> withWidths(value, rope));
    evenSteps(steps, rope, 0, value -> withWidths(latent, value));
    if (pattern != Pattern.NORMAL || gain != 1) {
      steps.add(plain());
    }
    return steps;
  }

  private PagedMlaDecodeRecipe withWidths(int newLatent, int newRope) {
    return new PagedMlaDecodeRecipe(
        heads,
        newLatent,
        newRope,
        queryTokens,
        causal,
        pageSize,
        lengths,
        scale,
        gain,
        pattern,
        seed);
  }

  private PagedMlaDecodeRecipe plain() {
    return new PagedMlaDecodeRecipe(
        heads,
        latent,
        rope,
        queryTokens,
        causal,
        pageSize,
        lengths,
        scale,
        1,
        Pattern.NORMAL,
        seed);
  }

  /** From {@code value} to {@code least}, to half, and one down. */
  private static void steps(
      List<PagedMlaDecodeRecipe> steps,
      int value,
      int least,
      IntFunction<PagedMlaDecodeRecipe> to) {
    if (value > least) {
      steps.add(to.apply(least));
      if (value / 2 > least) {
        steps.add(to.apply(value / 2));
      }
      if (value - 1 > least && value - 1 != value / 2) {
        steps.add(to.apply(value - 1));
      }
    }
  }

  /** As {@link #steps}, over even values, since features come in pairs. */
  private static void evenSteps(
      List<PagedMlaDecodeRecipe> steps,
      int value,
      int least,
      IntFunction<PagedMlaDecodeRecipe> to) {
    steps(steps, value / 2, least / 2, half -> to.apply(2 * half));
  }

  private static List<Integer> without(List<Integer> values, int index) {
    List<Integer> rest = new ArrayList<>(values);
    rest.remove(index);
    return rest;
  }

  private static List<Integer> replaced(List<Integer> values, int index, int value) {
    List<Integer> changed = new ArrayList<>(values);
    changed.set(index, value);
    return changed;
  }

  /** Slots of the pages that the keys take, with room for spare pages. */
  private static long keySlots(List<Integer> lengths, int pageSize) {
    long pages = lengths.stream().mapToLong(length -> Math.ceilDiv(length, pageSize)).sum();
    return (pages + PagedMlaDecodeData.SPARE_PAGES) * pageSize;
  }

  private static void atMost(String name, long elements) {
    if (elements > MAX_ELEMENTS || elements < 0) {
      throw new IllegalArgumentException(
          "%s have %d elements; at most %d are allowed".formatted(name, elements, MAX_ELEMENTS));
    }
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s is %d; it must be at least %d".formatted(name, value, least));
    }
  }

  /** One line of {@code name=value} pairs that {@link #parse} reads. */
  @Override
  public String toString() {
    return PagedMlaDecodeRecipeText.format(this);
  }

  /**
   * The recipe that {@code text} describes; what it leaves out is as in {@code heads=16 latent=512
   * rope=64 queries=1 causal=false page=64 lengths=64 scale=0.1352338 gain=1 pattern=normal
   * seed=1}.
   *
   * @throws IllegalArgumentException if a name is unknown or a value is not allowed
   */
  public static PagedMlaDecodeRecipe parse(String text) {
    return PagedMlaDecodeRecipeText.parse(text);
  }
}
