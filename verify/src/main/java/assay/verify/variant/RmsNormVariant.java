package assay.verify.variant;

import assay.spec.Implementation;
import assay.spec.Result;
import assay.spec.RmsNorm;
import assay.spec.RmsNorm.Problem;
import java.util.function.Function;

/** One run of a correct {@link RmsNorm} in F32. */
public class RmsNormVariant {

  protected final LinearOptions options;
  protected final Problem problem;
  protected final Memory memory;
  protected final Buffer x;
  protected final Buffer weight;
  protected final Buffer y;

  public RmsNormVariant(Memory memory, LinearOptions options, Problem problem) {
    this.options = options;
    this.problem = problem;
    this.memory = memory;
    int width = problem.width();
    this.x = memory.input("x", Inputs.narrow("x", problem.x()), width);
    this.weight = memory.input("weight", Inputs.narrow("weight", problem.weight()), width);
    this.y = memory.output("y", problem.tokens(), width);
  }

  /** Makes one run's kernel. */
  @FunctionalInterface
  public interface Maker {
    RmsNormVariant make(Memory memory, LinearOptions options, Problem problem);
  }

  /** Implementations with these options, each with memory of its own. */
  public static Function<Surroundings, Implementation<Problem>> with(
      LinearOptions options, Maker maker) {
    return Memory.implementation((memory, problem) -> maker.make(memory, options, problem).run());
  }

  /** All rows. */
  public Result run() {
    for (int n = 0; n < problem.tokens(); n++) {
      row(n);
    }
    return RmsNorm.result(problem, y.toDoubles());
  }

  /** One token. */
  protected void row(int n) {
    float[] features = load(n);
    float inverse = inverseRoot(meanSquare(sumOfSquares(features)));
    for (int i = 0; i < features.length; i++) {
      y.store(n * y.stride() + i, output(element(features[i], weight(i), inverse)));
    }
  }

  protected float[] load(int n) {
    float[] features = new float[problem.width()];
    x.load(n * x.stride(), features.length, features, 0);
    return features;
  }

  protected float weight(int i) {
    return weight.load(i);
  }

  /** Σ x². */
  protected float sumOfSquares(float[] features) {
    float[][] column = new float[features.length][];
    for (int i = 0; i < column.length; i++) {
      column[i] = new float[] {features[i]};
    }
    float[] sum = new float[1];
    options.sums().accumulate(sum, 1, features, features.length, column);
    return sum[0];
  }

  protected float meanSquare(float sum) {
    return sum / problem.width();
  }

  protected float eps() {
    return (float) problem.eps();
  }

  /** 1 / √(mean + eps). */
  protected float inverseRoot(float mean) {
    return 1 / (float) Math.sqrt(mean + eps());
  }

  protected float element(float feature, float weight, float inverse) {
    return feature * inverse * weight;
  }

  /** A number as the result has it. */
  protected float output(float value) {
    return Formats.round(value, options.output());
  }
}
