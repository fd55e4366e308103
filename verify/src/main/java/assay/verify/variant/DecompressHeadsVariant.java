package assay.verify.variant;

import assay.spec.DecompressHeads;
import assay.spec.DecompressHeads.Problem;
import assay.spec.Implementation;
import assay.spec.LatentUp;
import assay.spec.Result;
import java.util.function.Function;

/** One run of a correct {@link DecompressHeads} in F32. */
public class DecompressHeadsVariant extends WeightedSums {

  protected final Problem problem;
  protected final LatentUp up;
  protected final Buffer slots;
  protected final Buffer k;
  protected final Buffer v;

  public DecompressHeadsVariant(Memory memory, LinearOptions options, Problem problem) {
    super(memory, options, problem.up().weights());
    this.problem = problem;
    this.up = problem.up();
    this.slots =
        memory.input("slots", Inputs.narrow("slots", problem.slots()), problem.slotWidth());
    int rows = problem.tokens() * problem.headCount();
    this.k = memory.output("k", rows, problem.keyWidth());
    this.v = memory.output("v", rows, up.value());
  }

  /** Makes one run's kernel. */
  @FunctionalInterface
  public interface Maker {
    DecompressHeadsVariant make(Memory memory, LinearOptions options, Problem problem);
  }

  /** Implementations with these options, each with memory of its own. */
  public static Function<Surroundings, Implementation<Problem>> with(
      LinearOptions options, Maker maker) {
    return Memory.implementation((memory, problem) -> maker.make(memory, options, problem).run());
  }

  /** All heads asked for, of all tokens. */
  public Result run() {
    for (int n = 0; n < problem.tokens(); n++) {
      for (int h = 0; h < problem.headCount(); h++) {
        head(n, h);
      }
    }
    return DecompressHeads.result(problem, k.toDoubles(), v.toDoubles());
  }

  /** Key and value of one token; {@code h} counts from the first head asked for. */
  protected void head(int n, int h) {
    long row = (long) n * problem.headCount() + h;
    float[] key = output(rowProducts(latent(n), keyRow(head(h)), up.nope()));
    k.store(row * k.stride(), key.length, key, 0);
    float[] rope = output(rope(n, h));
    k.store(row * k.stride() + up.nope(), rope.length, rope, 0);
    float[] value = output(rowProducts(latent(n), valueRow(head(h)), up.value()));
    v.store(row * v.stride(), value.length, value, 0);
  }

  /** The head's number among all. */
  protected int head(int h) {
    return problem.firstHead() + h;
  }

  protected int keyRow(int head) {
    return head * (up.nope() + up.value());
  }

  protected int valueRow(int head) {
    return keyRow(head) + up.nope();
  }

  protected float[] latent(int n) {
    float[] features = new float[up.latent()];
    slots.load(n * slots.stride(), features.length, features, 0);
    return features;
  }

  /** The roped key, the same for every head. */
  protected float[] rope(int n, int h) {
    float[] features = new float[problem.rope()];
    slots.load(n * slots.stride() + up.latent(), features.length, features, 0);
    return features;
  }
}
