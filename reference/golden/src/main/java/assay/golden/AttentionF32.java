package assay.golden;

import assay.golden.lanes.FloatAttention;
import assay.golden.lanes.FloatLanes;
import assay.golden.lanes.Workspaces;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Softmax attention without sinks in F32, as {@link AttentionEngine} in binary64: an online softmax
 * over tiles of {@link FloatAttention#KEYS} keys. It keeps the contract "F32 everywhere".
 */
final class AttentionF32 {

  private final Workspaces<Pass> passes;

  AttentionF32(FloatLanes lanes) {
    this.passes = new Workspaces<>(() -> new Pass(lanes));
  }

  AttentionMoments run(AttentionShape shape, List<? extends FloatGroup> groups) {
    AttentionMoments result = AttentionMoments.firstOnly(shape);
    IntStream.range(0, groups.size())
        .parallel()
        .forEach(i -> {
          Pass pass = passes.take();
          pass.run(groups.get(i), shape, result);
          passes.give(pass);
        });
    return result;
  }

  /** One group after another; buffers are kept. */
  private static final class Pass {

    private final FloatAttention attention;
    private float[] row = {};

    Pass(FloatLanes lanes) {
      this.attention = new FloatAttention(lanes);
    }

    void run(FloatGroup group, AttentionShape shape, AttentionMoments result) {
      int widest = Math.max(shape.keyWidth(), shape.valueWidth());
      row = row.length < widest ? new float[widest] : row;
      boolean shared = group.valuesArePartsOfKeys();
      float scale = (float) shape.scale();
      attention.begin(group.rows(), shape.keyWidth(), shape.valueWidth(), shared, scale);
      for (int r = 0; r < group.rows(); r++) {
        group.query(r, row, 0);
        attention.query(r, row, 0);
      }
      for (int first = 0; first < group.keys(); first += FloatAttention.KEYS) {
        load(group, first, Math.min(FloatAttention.KEYS, group.keys() - first));
        attention.step();
      }
      for (int r = 0; r < group.rows(); r++) {
        finish(group, r, shape.valueWidth(), result);
      }
    }

    private void load(FloatGroup group, int first, int count) {
      for (int t = 0; t < count; t++) {
        int key = first + t;
        attention.key(t, (target, at) -> group.key(key, target, at));
        if (!group.valuesArePartsOfKeys()) {
          attention.value(t, (target, at) -> group.value(key, target, at));
        }
      }
      for (int r = 0; r < group.rows(); r++) {
        attention.visible(r, Math.clamp(group.visible(r) - first, 0, count));
      }
    }

    private void finish(FloatGroup group, int r, int valueWidth, AttentionMoments result) {
      int to = group.resultRow(r);
      if (group.visible(r) == 0) {
        result.lse()[to] = Double.NEGATIVE_INFINITY;
        return;
      }
      float sum = attention.sum(r);
      result.lse()[to] = attention.largest(r) + (float) StrictMath.log(sum);
      attention.weightedSum(r, row, 0);
      for (int d = 0; d < valueWidth; d++) {
        result.first()[to * valueWidth + d] = row[d] / sum;
      }
    }
  }
}
