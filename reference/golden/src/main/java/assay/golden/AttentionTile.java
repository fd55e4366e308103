package assay.golden;

import assay.golden.lanes.Block;
import java.util.Arrays;

/** Up to {@link #KEYS} consecutive keys of a group, or their values, in binary64. */
final class AttentionTile {

  static final int KEYS = 64;

  private final AttentionGroup group;
  private final AttentionShape shape;
  private final double[] key;
  private final double[] byFeature;
  private final double[] byKey;

  AttentionTile(AttentionGroup group, AttentionShape shape) {
    this.group = group;
    this.shape = shape;
    this.key = new double[shape.keyWidth()];
    this.byFeature = new double[shape.keyWidth() * KEYS];
    this.byKey = new double[shape.valueWidth() * KEYS];
  }

  /** Whole keys, one feature a row: [width, KEYS]; columns past the last key are 0. */
  Block keys(int first) {
    int keys = count(first);
    Arrays.fill(byFeature, 0);
    for (int t = 0; t < keys; t++) {
      group.key(first + t, key, 0);
      for (int i = 0; i < key.length; i++) {
        byFeature[i * KEYS + t] = key[i];
      }
    }
    return Block.of(byFeature, key.length, KEYS);
  }

  /** Values, one key a row: [n, V]. */
  Block values(int first) {
    int keys = count(first);
    for (int t = 0; t < keys; t++) {
      group.value(first + t, byKey, t * shape.valueWidth());
    }
    return Block.of(byKey, keys, shape.valueWidth());
  }

  /** Squares every element of a whole-array block. */
  static void square(Block block) {
    double[] data = block.data();
    for (int i = 0; i < block.rows() * block.columns(); i++) {
      data[i] *= data[i];
    }
  }

  private int count(int first) {
    return Math.min(KEYS, group.keys() - first);
  }
}
