package assay.bench;

import assay.numerics.Elements;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.MhaDecode;
import assay.spec.Model;
import assay.spec.PageTable;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode.Problem;
import java.util.Arrays;

/** Random decode problems of a model's shape: normal inputs, pages of 64. */
public final class DecodeProblems {

  private static final int PAGE_SIZE = 64;

  private DecodeProblems() {}

  /**
   * Heads and widths of a traditional cache.
   *
   * @param keyValueHeads each shared by equally many heads
   */
  public record MhaShape(int heads, int keyValueHeads, int keyWidth, int valueWidth) {}

  /** With one query token. */
  public static Problem of(Model model, int sequences, int keys, long seed) {
    return of(model, sequences, 1, keys, seed);
  }

  static Problem of(Model model, int sequences, int queryTokens, int keys, long seed) {
    NormalCodes codes = new NormalCodes(seed);
    PagedLatentCache cache = cache(model.cacheWidth(), sequences, keys, codes);
    return problem(model, queryTokens, cache, codes);
  }

  /** With one query token, over a cache in FP8 under scales. */
  public static Problem scaled(Model model, int sequences, int keys, long seed) {
    NormalCodes codes = new NormalCodes(seed);
    PageTable table = table(sequences, keys);
    Fp8DsMlaLayout layout = new Fp8DsMlaLayout(model.latent(), model.rope());
    PagedLatentCache cache =
        new PagedLatentCache(
            PAGE_SIZE,
            layout,
            ScaledPool.of(layout, Math.toIntExact(table.slots()), codes),
            table.pagesPerSequence(),
            table.entries(),
            table.lengths());
    return problem(model, 1, cache, codes);
  }

  private static Problem problem(
      Model model, int queryTokens, PagedLatentCache cache, NormalCodes codes) {
    int rows = cache.batch() * queryTokens * model.heads();
    return new Problem(
        queryTokens,
        model.heads(),
        model.latent(),
        model.rope(),
        Elements.ofBFloat16(codes.next(rows * model.cacheWidth())),
        cache,
        model.softmaxScale(),
        false);
  }

  /**
   * Decode over keys and values of their own, with one query token.
   *
   * @throws ArithmeticException if an array would have to be longer than Java's are
   */
  public static MhaDecode.Problem mha(MhaShape shape, int sequences, int keys, long seed) {
    NormalCodes codes = new NormalCodes(seed);
    PageTable table = table(sequences, keys);
    int slots = Math.multiplyExact(Math.toIntExact(table.slots()), shape.keyValueHeads());
    return new MhaDecode.Problem(
        1,
        shape.heads(),
        shape.keyValueHeads(),
        shape.keyWidth(),
        shape.valueWidth(),
        Elements.ofBFloat16(codes.next(sequences * shape.heads() * shape.keyWidth())),
        table,
        Elements.ofBFloat16(codes.next(Math.multiplyExact(slots, shape.keyWidth()))),
        Elements.ofBFloat16(codes.next(Math.multiplyExact(slots, shape.valueWidth()))),
        (float) (1 / Math.sqrt(shape.keyWidth())),
        false);
  }

  private static PagedLatentCache cache(int width, int sequences, int keys, NormalCodes codes) {
    PageTable table = table(sequences, keys);
    short[] slots = codes.next(Math.multiplyExact(Math.toIntExact(table.slots()), width));
    return PagedLatentCache.ofBFloat16(
        PAGE_SIZE, width, slots, table.pagesPerSequence(), table.entries(), table.lengths());
  }

  /** Sequences of equal length, their pages backwards. */
  private static PageTable table(int sequences, int keys) {
    int perSequence = Math.ceilDiv(keys, PAGE_SIZE);
    int pages = sequences * perSequence;
    int[] entries = new int[pages];
    Arrays.setAll(entries, i -> pages - 1 - i);
    int[] lengths = new int[sequences];
    Arrays.fill(lengths, keys);
    return new PageTable(PAGE_SIZE, pages, perSequence, entries, lengths);
  }
}
