package assay.verify;

import assay.numerics.BFloat16;
import assay.numerics.Elements;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode;
import assay.verify.PagedMlaDecodeRecipe.Pattern;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes the problem of one recipe.
 *
 * <p>Pages lie in the pool in random order, with two pages that belong to nobody. Whatever must not
 * be read is poisoned: slots with NaN, table entries with indices far outside the pool.
 */
final class PagedMlaDecodeData {

  /** Indices that no pool reaches; one of each kind that a careless kernel would use. */
  private static final int[] ABSURD_PAGES = {2_147_480_000, -1, Integer.MIN_VALUE, 1 << 30};

  static final int SPARE_PAGES = 2;
  private static final int SPARE_ENTRIES = 2;
  private static final double OFFSET = 4;
  private static final double NEEDLE_NOISE = 0.1;

  private final PagedMlaDecodeRecipe recipe;
  private final int width;

  PagedMlaDecodeData(PagedMlaDecodeRecipe recipe) {
    this.recipe = recipe;
    this.width = recipe.latent() + recipe.rope();
  }

  PagedMlaDecode.Problem problem() {
    PagedLatentCache cache = cache();
    PagedMlaDecode.Problem problem = plain(cache);
    return switch (recipe.pattern()) {
      case NORMAL, NEEDLES, OFFSET -> problem;
      case TIES, MARKERS, UNEQUAL, NEGATIVE, OPPOSED, LOWEST ->
          new AimedAttention<>(new PagedMlaDecodeTokens(), problem, recipe.seed())
              .as(recipe.pattern());
    };
  }

  private PagedMlaDecode.Problem plain(PagedLatentCache cache) {
    return new PagedMlaDecode.Problem(
        recipe.queryTokens(),
        recipe.heads(),
        recipe.latent(),
        recipe.rope(),
        query(cache),
        cache,
        recipe.scale(),
        recipe.causal());
  }

  private PagedLatentCache cache() {
    int[] lengths = recipe.lengths().stream().mapToInt(Integer::intValue).toArray();
    int[] used =
        Arrays.stream(lengths).map(length -> Math.ceilDiv(length, recipe.pageSize())).toArray();
    int pages = Arrays.stream(used).sum() + SPARE_PAGES;
    int entries = Arrays.stream(used).max().orElse(0) + SPARE_ENTRIES;
    int[] table = pageTable(used, pages, entries);
    short[] slots = new short[Math.multiplyExact(pages * recipe.pageSize(), width)];
    Arrays.fill(slots, BFloat16.NAN);
    PagedLatentCache cache =
        PagedLatentCache.ofBFloat16(recipe.pageSize(), width, slots, entries, table, lengths);
    for (int b = 0; b < lengths.length; b++) {
      fillKeys(cache, slots, b);
    }
    return cache;
  }

  private int[] pageTable(int[] used, int pages, int entries) {
    int[] pool = IntStream.range(0, pages).toArray();
    shuffle(pool, new SplittableRandom(recipe.seed()));
    int[] table = new int[used.length * entries];
    int next = 0;
    for (int b = 0; b < used.length; b++) {
      for (int i = 0; i < entries; i++) {
        table[b * entries + i] =
            i < used[b] ? pool[next++] : ABSURD_PAGES[(b + i) % ABSURD_PAGES.length];
      }
    }
    return table;
  }

  private void fillKeys(PagedLatentCache cache, short[] slots, int b) {
    Gaussian gaussian = new Gaussian(recipe.seed(), 2 * b + 1);
    double offset = recipe.pattern() == Pattern.OFFSET ? OFFSET : 0;
    for (int t = 0; t < cache.lengths()[b]; t++) {
      int slot = Math.toIntExact(cache.slot(b, t) * width);
      for (int i = 0; i < width; i++) {
        double shift = i < recipe.latent() ? offset : 0;
        slots[slot + i] = BFloat16.fromFloat((float) (gaussian.next() + shift));
      }
    }
  }

  private Elements query(PagedLatentCache cache) {
    int rows = recipe.queryTokens() * recipe.heads();
    short[] query = new short[recipe.batch() * rows * width];
    for (int b = 0; b < recipe.batch(); b++) {
      Gaussian gaussian = new Gaussian(recipe.seed(), 2 * b + 2);
      List<Integer> needles = needles(cache.lengths()[b]);
      for (int row = 0; row < rows; row++) {
        int at = (b * rows + row) * width;
        if (recipe.pattern() == Pattern.NEEDLES && !needles.isEmpty()) {
          int t = needles.get(row % needles.size());
          fillNeedle(query, at, cache.read(b, t), gaussian, cache.lengths()[b]);
        } else {
          fillNormal(query, at, gaussian);
        }
      }
    }
    return Elements.ofBFloat16(query);
  }

  private void fillNormal(short[] query, int at, Gaussian gaussian) {
    for (int i = 0; i < width; i++) {
      query[at + i] = BFloat16.fromFloat((float) (recipe.gain() * gaussian.next()));
    }
  }

  /** A query along one key, long enough that this key outweighs the {@code length} others. */
  private void fillNeedle(short[] query, int at, double[] key, Gaussian gaussian, int length) {
    double norm = 0;
    for (double feature : key) {
      norm += feature * feature;
    }
    double margin = StrictMath.log(length) + 1;
    double along = norm == 0 ? 0 : recipe.gain() * margin / (recipe.scale() * norm);
    for (int i = 0; i < width; i++) {
      query[at + i] = BFloat16.fromFloat((float) (along * key[i] + NEEDLE_NOISE * gaussian.next()));
    }
  }

  /** Keys at the edges of the sequence, of pages, and of the tiles that kernels work in. */
  private List<Integer> needles(int length) {
    int page = recipe.pageSize();
    return Stream.of(length - 1, 0, page - 1, page, 31, 32, 63, 64, length / 2, length - 2)
        .filter(t -> t >= 0 && t < length)
        .distinct()
        .toList();
  }

  static void shuffle(int[] values, SplittableRandom random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = values[i];
      values[i] = values[j];
      values[j] = swapped;
    }
  }
}
