package assay.gpu.kernels;

import assay.spec.MlaPrefill.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The blocks of a prefill: some query tokens of one sequence each. Those that read most keys come
 * first, so that what is left at the end is short.
 */
final class PrefillBlocks {

  private record Block(int sequence, int first, int keys) {}

  private PrefillBlocks() {}

  /**
   * [blocks, 2]: a sequence, and the first of the block's tokens, counted within it.
   *
   * @param tokens of a block, but for a sequence's last
   */
  static int[] of(Problem problem, int tokens) {
    int[] queries = new int[problem.batch()];
    int[] keys = new int[problem.batch()];
    Arrays.setAll(queries, problem::queries);
    Arrays.setAll(keys, problem::keys);
    return of(queries, keys, problem.causal(), tokens);
  }

  /** The same for so many queries and keys of each sequence. */
  static int[] of(int[] queries, int[] keys, boolean causal, int tokens) {
    List<Block> blocks = new ArrayList<>();
    for (int b = 0; b < queries.length; b++) {
      for (int first = 0; first < queries[b]; first += tokens) {
        int after = causal ? Math.max(0, queries[b] - first - tokens) : 0;
        blocks.add(new Block(b, first, Math.max(0, keys[b] - after)));
      }
    }
    blocks.sort(Comparator.comparingInt(Block::keys).reversed());
    int[] table = new int[2 * blocks.size()];
    for (int i = 0; i < blocks.size(); i++) {
      table[2 * i] = blocks.get(i).sequence();
      table[2 * i + 1] = blocks.get(i).first();
    }
    return table;
  }
}
