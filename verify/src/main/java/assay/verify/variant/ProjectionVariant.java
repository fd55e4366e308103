package assay.verify.variant;

import assay.spec.Implementation;
import assay.spec.Projection;
import assay.spec.Projection.Problem;
import assay.spec.Result;
import java.util.function.Function;

/** One run of a correct {@link Projection} in F32. */
public class ProjectionVariant extends WeightedSums {

  protected final Problem problem;
  protected final Buffer x;
  protected final Buffer y;

  public ProjectionVariant(Memory memory, LinearOptions options, Problem problem) {
    super(memory, options, problem.weights());
    this.problem = problem;
    this.x = memory.input("x", Inputs.narrow("x", problem.x()), weights.inputs());
    this.y = memory.output("y", problem.tokens(), weights.outputs());
  }

  /** Makes one run's kernel. */
  @FunctionalInterface
  public interface Maker {
    ProjectionVariant make(Memory memory, LinearOptions options, Problem problem);
  }

  /** Implementations with these options, each with memory of its own. */
  public static Function<Surroundings, Implementation<Problem>> with(
      LinearOptions options, Maker maker) {
    return Memory.implementation((memory, problem) -> maker.make(memory, options, problem).run());
  }

  /** All tokens. */
  public Result run() {
    for (int n = 0; n < problem.tokens(); n++) {
      store(n, rowProducts(load(n), 0, weights.outputs()));
    }
    return Projection.result(problem, y.toDoubles());
  }

  protected float[] load(int n) {
    float[] features = new float[weights.inputs()];
    x.load(n * x.stride(), features.length, features, 0);
    return features;
  }

  protected void store(int n, float[] sums) {
    y.store(n * y.stride(), sums.length, output(sums), 0);
  }
}
