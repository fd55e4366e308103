package assay.golden;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.AbsorbQuery;
import assay.spec.DecompressHeads;
import assay.spec.LatentUp;
import assay.spec.Projection;
import assay.spec.ProjectionWeights;
import assay.spec.UnabsorbOutput;

/** Random small problems of the operators that are sums of products, a function of the draw. */
final class LinearProblems {

  private LinearProblems() {}

  static Projection.Problem projection(Draw draw) {
    int inputs = draw.between(1, 300);
    int outputs = draw.between(1, 150);
    Elements x = bf16(draw, draw.between(0, 5) * inputs);
    return new Projection.Problem(x, weights(draw, outputs, inputs));
  }

  static AbsorbQuery.Problem absorbQuery(Draw draw) {
    LatentUp up = up(draw);
    int rope = 2 * draw.between(0, 4);
    int rows = draw.between(0, 4) * up.heads();
    return new AbsorbQuery.Problem(up, rope, bf16(draw, rows * (up.nope() + rope)));
  }

  static UnabsorbOutput.Problem unabsorbOutput(Draw draw) {
    LatentUp up = up(draw);
    int rows = draw.between(0, 4) * up.heads();
    return new UnabsorbOutput.Problem(up, bf16(draw, rows * up.latent()));
  }

  static DecompressHeads.Problem decompressHeads(Draw draw) {
    LatentUp up = up(draw);
    int rope = 2 * draw.between(0, 4);
    Elements slots = bf16(draw, draw.between(0, 5) * (up.latent() + rope));
    int first = draw.between(0, up.heads() - 1);
    int count = draw.between(1, up.heads() - first);
    return new DecompressHeads.Problem(up, rope, slots, first, count);
  }

  static LatentUp up(Draw draw) {
    int heads = draw.between(1, 5);
    int nope = draw.between(1, 70);
    int value = draw.between(1, 70);
    int latent = draw.between(1, 140);
    return new LatentUp(heads, nope, value, weights(draw, heads * (nope + value), latent));
  }

  static ProjectionWeights weights(Draw draw, int outputs, int inputs) {
    return draw.coin() ? dense(draw, outputs, inputs) : blockScaled(draw, outputs, inputs);
  }

  static ProjectionWeights dense(Draw draw, int outputs, int inputs) {
    return new ProjectionWeights.Dense(outputs, inputs, bf16(draw, outputs * inputs));
  }

  /** Scales differ from block to block by more than their rounding. */
  static ProjectionWeights blockScaled(Draw draw, int outputs, int inputs) {
    double[] codes = draw.values(outputs * inputs);
    double largest = 0;
    for (double code : codes) {
      largest = Math.max(largest, Math.abs(code));
    }
    for (int i = 0; i < codes.length; i++) {
      codes[i] *= largest == 0 ? 0 : FloatFormat.FP8_E4M3.largest() / largest;
    }
    int blocks = Math.ceilDiv(outputs, 128) * Math.ceilDiv(inputs, 128);
    double[] scales = new double[blocks];
    for (int i = 0; i < blocks; i++) {
      scales[i] = draw.between(1, 1 << 20) * 0x1.357p-30;
    }
    return new ProjectionWeights.BlockScaled(
        outputs,
        inputs,
        Elements.rounded(FloatFormat.FP8_E4M3, codes),
        Elements.rounded(FloatFormat.F32, scales));
  }

  static Elements bf16(Draw draw, int count) {
    return Elements.rounded(FloatFormat.BF16, draw.values(count));
  }
}
