package assay.verify.variant;

import assay.spec.AbsorbQuery;
import assay.spec.AbsorbQuery.Problem;
import assay.spec.Implementation;
import assay.spec.LatentUp;
import assay.spec.Result;
import java.util.function.Function;

/** One run of a correct {@link AbsorbQuery} in F32. */
public class AbsorbQueryVariant extends WeightedSums {

  protected final Problem problem;
  protected final LatentUp up;
  protected final Buffer query;
  protected final Buffer q;

  public AbsorbQueryVariant(Memory memory, LinearOptions options, Problem problem) {
    super(memory, options, problem.up().weights());
    this.problem = problem;
    this.up = problem.up();
    this.query = memory.input("query", Inputs.narrow("query", problem.query()), problem.keyWidth());
    this.q = memory.output("q", problem.tokens() * up.heads(), problem.width());
  }

  /** Makes one run's kernel. */
  @FunctionalInterface
  public interface Maker {
    AbsorbQueryVariant make(Memory memory, LinearOptions options, Problem problem);
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
        head(n, h);
      }
    }
    return AbsorbQuery.result(problem, q.toDoubles());
  }

  /** One head of one token. */
  protected void head(int n, int h) {
    float[] absorbed = absorbed(nope(n, h), h);
    q.store(outputIndex(n, h), absorbed.length, output(absorbed), 0);
    float[] rope = rope(n, h);
    q.store(outputIndex(n, h) + up.latent(), rope.length, output(rope), 0);
  }

  /** W_UK[h]ᵀ times the query. */
  protected float[] absorbed(float[] nope, int h) {
    return columnProducts(nope, weightRow(h));
  }

  /** The first row of W_UK[h]. */
  protected int weightRow(int h) {
    return h * headRows();
  }

  /** Rows of W that belong to a head. */
  protected int headRows() {
    return up.nope() + up.value();
  }

  /** Where a head of the query begins. */
  protected long inputIndex(int n, int h) {
    return (n * up.heads() + h) * query.stride();
  }

  /** Where a head of the result begins. */
  protected long outputIndex(int n, int h) {
    return (n * up.heads() + h) * q.stride();
  }

  /** Features that are absorbed. */
  protected float[] nope(int n, int h) {
    float[] features = new float[up.nope()];
    query.load(inputIndex(n, h), features.length, features, 0);
    return features;
  }

  /** Features that pass. */
  protected float[] rope(int n, int h) {
    float[] features = new float[problem.rope()];
    query.load(inputIndex(n, h) + up.nope(), features.length, features, 0);
    return features;
  }
}
