package assay.golden;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.Accumulation;
import assay.spec.Implementation;
import assay.spec.NumericContract;
import assay.spec.PagedMlaDecode;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Result;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * An honest decode kernel that does what its contract says and no better: sums accumulated in that
 * way, 2^x always too small by as much, weights and outputs rounded to those formats, rescaled after
 * so many keys.
 */
record ContractKernel(NumericContract contract) implements Implementation<Problem> {

  @Override
  public Result run(Problem problem) {
    double[] out = new double[problem.rows() * problem.latent()];
    double[] lse = new double[problem.rows()];
    IntStream.range(0, problem.rows())
        .parallel()
        .forEach(row -> lse[row] = new Row(contract, problem, row).attend(out));
    return PagedMlaDecode.result(problem, out, lse);
  }

  /** One row's state. */
  private static final class Row {

    private final NumericContract contract;
    private final Problem problem;
    private final int row;
    private final int sequence;
    private final ContractSums overFeatures;
    private final ContractSums overKeys;
    private final ContractSums ofWeights;
    private final float[] query;
    private final float[] keys;
    private final float[] values;
    private float largest = Float.NEGATIVE_INFINITY;
    private float sum;

    Row(NumericContract contract, Problem problem, int row) {
      this.contract = contract;
      this.problem = problem;
      this.row = row;
      this.sequence = row / problem.heads() / problem.queryTokens();
      this.overFeatures = new ContractSums(contract.overFeatures());
      this.overKeys = new ContractSums(contract.overKeys());
      this.ofWeights = new ContractSums(Accumulation.CHAIN.inBlocksOf(contract.overKeys().apart()));
      this.query = new float[problem.width()];
      for (int i = 0; i < query.length; i++) {
        query[i] = (float) problem.query().get((long) row * query.length + i);
      }
      this.keys = new float[tile() * problem.width()];
      this.values = new float[problem.latent()];
    }

    private int tile() {
      return Math.min(contract.keysPerRescale(), problem.cache().lengths()[sequence]);
    }

    double attend(double[] out) {
      int visible = problem.visible(sequence, row / problem.heads() % problem.queryTokens());
      for (int first = 0; first < visible; first += tile()) {
        add(first, Math.min(tile(), visible - first));
      }
      for (int d = 0; d < values.length && visible > 0; d++) {
        out[row * values.length + d] = round(values[d] / sum, contract.output());
      }
      return largest + (float) Math.log(sum);
    }

    private void add(int first, int count) {
      float[] weights = scores(first, count);
      float previous = largest;
      for (float score : weights) {
        largest = Math.max(largest, score);
      }
      float factor = exp(previous - largest);
      for (int t = 0; t < count; t++) {
        weights[t] = exp(weights[t] - largest);
      }
      float[] ones = new float[count];
      Arrays.fill(ones, 1);
      sum = ofWeights.add(sum * factor, weights, 0, 1, ones, 0, 1, count);
      for (int t = 0; t < count; t++) {
        weights[t] = (float) round(weights[t], contract.weights());
      }
      int width = query.length;
      for (int d = 0; d < values.length; d++) {
        values[d] = overKeys.add(values[d] * factor, weights, 0, 1, keys, d, width, count);
      }
    }

    private float[] scores(int first, int count) {
      float[] scores = new float[count];
      int width = query.length;
      for (int t = 0; t < count; t++) {
        problem.cache().read(sequence, first + t, 0, width, keys, t * width);
        float dot = overFeatures.add(0, query, 0, 1, keys, t * width, 1, width);
        scores[t] = problem.scale() * dot;
      }
      return scores;
    }

    /** Leaves room for its own rounding. */
    private float exp(float x) {
      double less = contract.exp2RelativeError() - 2 * FloatFormat.F32.unitRoundoff();
      return (float) (x < 0 ? Math.exp(x) * (1 - less) : Math.exp(x));
    }

    private static double round(float value, FloatFormat format) {
      return format == FloatFormat.F32 ? value : Elements.rounded(format, value).get(0);
    }
  }
}
