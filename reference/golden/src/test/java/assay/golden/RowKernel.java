package assay.golden;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.Accumulation;

/**
 * An honest kernel in F32, one row at a time: online softmax over blocks of keys, the sink joined
 * to the sum at the end.
 *
 * @param weights format the softmax weights are rounded to
 * @param output format of {@code out}
 * @param block keys between two rescalings
 * @param overFeatures how dot products are summed
 */
record RowKernel(FloatFormat weights, FloatFormat output, int block, Accumulation overFeatures) {

  static final RowKernel F32 =
      new RowKernel(FloatFormat.F32, FloatFormat.F32, 64, Accumulation.CHAIN);

  /** Dot products as a matrix unit takes them. */
  static final RowKernel TRUNCATING_F32 =
      new RowKernel(FloatFormat.F32, FloatFormat.F32, 64, Accumulation.HOPPER);

  /** What FlashMLA and its kin do. */
  static final RowKernel BF16 =
      new RowKernel(FloatFormat.BF16, FloatFormat.BF16, 64, Accumulation.CHAIN);

  /** Writes out from {@code at} on and returns lse, the sink left out. */
  double attend(FormulaRow row, double[] out, int at) {
    int keys = row.keys().length;
    if (keys == 0) {
      return Double.NEGATIVE_INFINITY;
    }
    float largest = Float.NEGATIVE_INFINITY;
    float sum = 0;
    float[] values = new float[row.valueWidth()];
    for (int first = 0; first < keys; first += block) {
      float[] scores = scores(row, first, Math.min(keys, first + block));
      float previous = largest;
      for (float score : scores) {
        largest = Math.max(largest, score);
      }
      float factor = exp(previous - largest);
      sum *= factor;
      for (int v = 0; v < values.length; v++) {
        values[v] *= factor;
      }
      sum = add(row, first, scores, largest, sum, values);
    }
    float total = sum + exp((float) row.sink() - largest);
    for (int v = 0; v < values.length; v++) {
      out[at + v] = round(values[v] / total, output);
    }
    return largest + (float) Math.log(sum);
  }

  private float[] scores(FormulaRow row, int begin, int end) {
    float[] scores = new float[end - begin];
    ContractSums sums = new ContractSums(overFeatures);
    float[] query = floats(row.query());
    for (int t = begin; t < end; t++) {
      float[] key = floats(row.keys()[t]);
      float dot = sums.add(0, query, 0, 1, key, 0, 1, key.length);
      scores[t - begin] = (float) row.scale() * dot;
    }
    return scores;
  }

  private static float[] floats(double[] x) {
    float[] floats = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      floats[i] = (float) x[i];
    }
    return floats;
  }

  private float add(
      FormulaRow row, int first, float[] scores, float largest, float sum, float[] values) {
    float total = sum;
    for (int t = 0; t < scores.length; t++) {
      float weight = exp(scores[t] - largest);
      total += weight;
      float rounded = (float) round(weight, weights);
      for (int v = 0; v < values.length; v++) {
        values[v] = Math.fma(rounded, (float) row.values()[first + t][v], values[v]);
      }
    }
    return total;
  }

  private static float exp(float x) {
    return (float) Math.exp(x);
  }

  private static double round(float value, FloatFormat format) {
    return Elements.rounded(format, value).get(0);
  }
}
