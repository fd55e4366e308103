package assay.verify.variant;

import assay.spec.ProjectionWeights;
import java.util.Arrays;

/** Sums of products with a matrix W [O, I], tile by tile, in F32. */
public abstract class WeightedSums {

  protected final LinearOptions options;
  protected final Memory memory;
  protected final ProjectionWeights weights;
  protected final Buffer values;
  protected final Buffer scales;

  protected WeightedSums(Memory memory, LinearOptions options, ProjectionWeights weights) {
    this.options = options;
    this.memory = memory;
    this.weights = weights;
    int inputs = weights.inputs();
    switch (weights) {
      case ProjectionWeights.Dense dense -> {
        this.values = memory.input("weights", Inputs.narrow("weights", dense.values()), inputs);
        this.scales = memory.output("scales", 0, 1);
      }
      case ProjectionWeights.BlockScaled scaled -> {
        this.values = memory.input("codes", scaled.codes(), inputs);
        int blocks = Math.ceilDiv(inputs, ProjectionWeights.BLOCK);
        this.scales = memory.input("scales", scaled.scales(), blocks);
      }
    }
  }

  /** What is multiplied by the features: term t of sum l. */
  @FunctionalInterface
  protected interface Factors {
    float at(int t, int l);
  }

  /** Σ_i x_i W[first + o, i] for each of {@code count} rows o. */
  protected float[] rowProducts(float[] x, int first, int count) {
    return products(x, count, (i, o) -> weight(first + o, i));
  }

  /** Σ_e x_e W[first + e, i] for each column i. */
  protected float[] columnProducts(float[] x, int first) {
    return products(x, weights.inputs(), (e, i) -> weight(first + e, i));
  }

  /** Σ_t x_t factors(t, l) for each of {@code lanes} sums l. */
  protected float[] products(float[] x, int lanes, Factors factors) {
    float[] sums = new float[lanes];
    for (int first = 0; first < terms(x.length); first += options.tileTerms()) {
      int count = Math.min(options.tileTerms(), terms(x.length) - first);
      addTile(sums, x, first, count, factors);
    }
    return sums;
  }

  /** How many of the terms are summed. */
  protected int terms(int terms) {
    return terms;
  }

  /** One tile's products. */
  protected void addTile(float[] sums, float[] x, int first, int count, Factors factors) {
    float[][] tile = new float[count][sums.length];
    for (int t = 0; t < count; t++) {
      for (int l = 0; l < sums.length; l++) {
        tile[t][l] = factors.at(first + t, l);
      }
    }
    float[] part = Arrays.copyOfRange(x, first, first + count);
    options.sums().accumulate(sums, sums.length, part, count, tile);
  }

  /** W[output, input]. */
  protected float weight(int output, int input) {
    float value = value(output, input);
    return switch (weights) {
      case ProjectionWeights.Dense dense -> value;
      case ProjectionWeights.BlockScaled scaled -> unpacked(value, scale(output, input));
    };
  }

  /** A number of W, or its code. */
  protected float value(int output, int input) {
    return values.load(output * values.stride() + input);
  }

  /** The scale of W[output, input]. */
  protected float scale(int output, int input) {
    return scales.load(scaleRow(output) * scales.stride() + scaleColumn(input));
  }

  protected int scaleRow(int output) {
    return output / ProjectionWeights.BLOCK;
  }

  protected int scaleColumn(int input) {
    return input / ProjectionWeights.BLOCK;
  }

  /** A weight of its code. */
  protected float unpacked(float code, float scale) {
    return Formats.round(code * scale, options.weights());
  }

  /** A number as the result has it. */
  protected float output(float value) {
    return Formats.round(value, options.output());
  }

  /** Numbers as the result has them. */
  protected float[] output(float[] numbers) {
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = output(numbers[i]);
    }
    return numbers;
  }
}
