package assay.spec;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;

/** A matrix W [O, I] as a checkpoint stores it: its output feature outermost. */
public sealed interface ProjectionWeights {

  /** Rows and columns under one scale. */
  int BLOCK = 128;

  /** O. */
  int outputs();

  /** I. */
  int inputs();

  /**
   * Numbers as they are.
   *
   * @param outputs O, at least 1
   * @param inputs I, at least 1
   * @param values [O, I], any format
   */
  record Dense(int outputs, int inputs, Elements values) implements ProjectionWeights {

    public Dense {
      requireShape(outputs, inputs);
      Require.count("values", values, (long) outputs * inputs);
    }
  }

  /**
   * FP8 under a scale for each block of 128 × 128: W[o,i] = codes[o,i] · scales[o/128, i/128], the
   * product exact.
   *
   * <p>Source: DeepSeek-V3 inference/kernel.py, weight_dequant; the checkpoint's {@code
   * weight_scale_inv}.
   *
   * @param outputs O, at least 1
   * @param inputs I, at least 1
   * @param codes [O, I], E4M3
   * @param scales [⌈O/128⌉, ⌈I/128⌉], F32
   */
  record BlockScaled(int outputs, int inputs, Elements codes, Elements scales)
      implements ProjectionWeights {

    public BlockScaled {
      requireShape(outputs, inputs);
      Require.format("codes", codes, FloatFormat.FP8_E4M3);
      Require.format("scales", scales, FloatFormat.F32);
      Require.count("codes", codes, (long) outputs * inputs);
      long blocks = (long) Math.ceilDiv(outputs, BLOCK) * Math.ceilDiv(inputs, BLOCK);
      Require.count("scales", scales, blocks);
    }

    /** Where the scale of W[output, input] stands in {@link #scales}. */
    public long scaleIndex(int output, int input) {
      return (long) (output / BLOCK) * Math.ceilDiv(inputs, BLOCK) + input / BLOCK;
    }
  }

  private static void requireShape(int outputs, int inputs) {
    Require.atLeast("outputs", outputs, 1);
    Require.atLeast("inputs", inputs, 1);
  }
}
