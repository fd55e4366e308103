package assay.gpu.kernels;

import assay.spec.MlaPrefill.Problem;
import java.util.ArrayList;
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
    List<Block> blocks = new ArrayList<>();
    for (int b = 0; b < problem.batch(); b++) {
      int queries = problem.queries(b);
      for (int first = 0; first < queries; first += tokens) {
        int last = Math.min(first + tokens, queries) - 1;
        blocks.add(new Block(b, first, problem.visible(b, last)));
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
