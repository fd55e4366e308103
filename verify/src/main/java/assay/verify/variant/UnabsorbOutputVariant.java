package assay.verify.variant;

import assay.spec.Implementation;
import assay.spec.LatentUp;
import assay.spec.Result;
import assay.spec.UnabsorbOutput;
import assay.spec.UnabsorbOutput.Problem;
import java.util.function.Function;

/** One run of a correct {@link UnabsorbOutput} in F32. */
public class UnabsorbOutputVariant extends WeightedSums {

  protected final Problem problem;
  protected final LatentUp up;
  protected final Buffer latentOut;
  protected final Buffer out;

  public UnabsorbOutputVariant(Memory memory, LinearOptions options, Problem problem) {
    super(memory, options, problem.up().weights());
    this.problem = problem;
    this.up = problem.up();
    this.latentOut =
        memory.input("latentOut", Inputs.narrow("latentOut", problem.latentOut()), up.latent());
    this.out = memory.output("out", problem.tokens() * up.heads(), up.value());
  }

  /** Makes one run's kernel. */
  @FunctionalInterface
  public interface Maker {
    UnabsorbOutputVariant make(Memory memory, LinearOptions options, Problem problem);
  }

  /** Implementations with these options, each with memory of its own. */
  public static Function<Surroundings, Implementation<Problem>> with(
      LinearOptions options, Maker maker) {
    return Memory.implementation((memory, problem) -> maker.make(memory, options, problem).run());
  }

  /** All heads of all tokens. */
  public Result run() {
    for (int n = 0; n < problem.tokens(); n++) {
      for (int h = 0; h < up.heads(); h++) {
        float[] values = output(rowProducts(latent(n, h), weightRow(h), up.value()));
        out.store(outputIndex(n, h), values.length, values, 0);
      }
    }
    return UnabsorbOutput.result(problem, out.toDoubles());
  }

  protected float[] latent(int n, int h) {
    float[] features = new float[up.latent()];
    latentOut.load(inputIndex(n, h), features.length, features, 0);
    return features;
  }

  /** The first row of W_UV[h]. */
  protected int weightRow(int h) {
    return h * (up.nope() + up.value()) + up.nope();
  }

  protected long inputIndex(int n, int h) {
    return (n * up.heads() + h) * latentOut.stride();
  }

  protected long outputIndex(int n, int h) {
    return (n * up.heads() + h) * out.stride();
  }
}
