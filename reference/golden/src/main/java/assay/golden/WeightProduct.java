package assay.golden;

import assay.golden.lanes.Block;
import assay.golden.lanes.Lanes;

/**
 * Products of features with a weight matrix, which is converted tile by tile: a tile is all of it
 * that is ever held in binary64.
 *
 * <p>An element's sum is one chain in the order of its terms, whatever tile they lie in.
 */
final class WeightProduct {

  /** Columns of a result that share a tile. */
  static final int COLUMNS = 64;

  /** Terms in a tile: it stays in a second-level cache. */
  private static final int DEPTH = 256;

  private final Lanes lanes;
  private final WeightRows weights;
  private final Moment moment;
  private final double[] tile = new double[DEPTH * COLUMNS];
  private final double[] row = new double[DEPTH];

  WeightProduct(Lanes lanes, WeightRows weights, Moment moment) {
    this.lanes = lanes;
    this.weights = weights;
    this.moment = moment;
  }

  /** c[n,j] += Σ_k a[n,k] W[firstRow + j, k]. */
  void addOutputs(Block a, int firstRow, Block c) {
    for (int column = 0; column < c.columns(); column += COLUMNS) {
      int columns = Math.min(COLUMNS, c.columns() - column);
      for (int k = 0; k < a.columns(); k += DEPTH) {
        int depth = Math.min(DEPTH, a.columns() - k);
        Block b = transposed(firstRow + column, columns, k, depth);
        lanes.multiplyAdd(columns(a, k, depth), b, columns(c, column, columns));
      }
    }
  }

  /** c[n,j] += Σ_k a[n,k] W[firstRow + k, j]. */
  void addInputs(Block a, int firstRow, Block c) {
    for (int column = 0; column < c.columns(); column += COLUMNS) {
      int columns = Math.min(COLUMNS, c.columns() - column);
      for (int k = 0; k < a.columns(); k += DEPTH) {
        int depth = Math.min(DEPTH, a.columns() - k);
        Block b = straight(firstRow + k, depth, column, columns);
        lanes.multiplyAdd(columns(a, k, depth), b, columns(c, column, columns));
      }
    }
  }

  /** {@code block} from column {@code first} on. */
  static Block columns(Block block, int first, int count) {
    return rows(block.data(), block.offset() + first, block.stride(), block.rows(), count);
  }

  /** A block that may have no rows in an array of no elements. */
  static Block rows(double[] data, int offset, int stride, int rows, int columns) {
    return new Block(data, rows == 0 ? 0 : offset, stride, rows, columns);
  }

  private Block transposed(int firstRow, int rows, int first, int depth) {
    for (int j = 0; j < rows; j++) {
      weights.copy(firstRow + j, first, depth, row, 0);
      for (int k = 0; k < depth; k++) {
        tile[k * rows + j] = row[k];
      }
    }
    return tile(depth, rows);
  }

  private Block straight(int firstRow, int depth, int first, int columns) {
    for (int k = 0; k < depth; k++) {
      weights.copy(firstRow + k, first, columns, tile, k * columns);
    }
    return tile(depth, columns);
  }

  private Block tile(int rows, int columns) {
    moment.apply(tile, rows * columns);
    return Block.of(tile, rows, columns);
  }
}
