package assay.verify.variant;

import assay.spec.Implementation;
import assay.spec.Result;
import assay.spec.Rope;
import assay.spec.RotaryEmbedding;
import assay.spec.RotaryEmbedding.Problem;
import assay.spec.Yarn;
import java.util.function.Function;

/** One run of a correct {@link RotaryEmbedding} in F32, with cosines of options' weights format. */
public class RotaryEmbeddingVariant {

  protected final LinearOptions options;
  protected final Memory memory;
  protected final Problem problem;
  protected final Rope rope;
  protected final Buffer x;
  protected final Indices positions;
  protected final Buffer y;

  public RotaryEmbeddingVariant(Memory memory, LinearOptions options, Problem problem) {
    this.options = options;
    this.memory = memory;
    this.problem = problem;
    this.rope = problem.rope();
    this.x = memory.input("x", Inputs.narrow("x", problem.x()), rope.width());
    this.positions = memory.indices("positions", problem.positions());
    this.y = memory.output("y", problem.tokens() * problem.heads(), rope.width());
  }

  /** Makes one run's kernel. */
  @FunctionalInterface
  public interface Maker {
    RotaryEmbeddingVariant make(Memory memory, LinearOptions options, Problem problem);
  }

  /** Implementations with these options, each with memory of its own. */
  public static Function<Surroundings, Implementation<Problem>> with(
      LinearOptions options, Maker maker) {
    return Memory.implementation((memory, problem) -> maker.make(memory, options, problem).run());
  }

  /** All heads of all tokens. */
  public Result run() {
    for (int n = 0; n < problem.tokens(); n++) {
      for (int h = 0; h < problem.heads(); h++) {
        for (int i = 0; i < pairs(); i++) {
          turn(n, h, i);
        }
      }
    }
    return RotaryEmbedding.result(problem, y.toDoubles());
  }

  /** How many pairs are turned. */
  protected int pairs() {
    return rope.pairs();
  }

  /** One pair of one head. */
  protected void turn(int n, int h, int i) {
    long row = (long) n * problem.heads() + h;
    float first = feature(row, first(i));
    float second = feature(row, second(i));
    float cosine = cosine(position(n, h), i);
    float sine = sine(position(n, h), i);
    y.store(row * y.stride() + first(i), output(first * cosine - second * sine));
    y.store(row * y.stride() + second(i), output(first * sine + second * cosine));
  }

  protected float feature(long row, int i) {
    return x.load(row * x.stride() + i);
  }

  protected int position(int n, int h) {
    return positions.load(n);
  }

  /** The first feature of a pair. */
  protected int first(int i) {
    return switch (rope.pairing()) {
      case INTERLEAVED -> 2 * i;
      case HALF_SPLIT -> i;
    };
  }

  /** The second feature of a pair. */
  protected int second(int i) {
    return switch (rope.pairing()) {
      case INTERLEAVED -> 2 * i + 1;
      case HALF_SPLIT -> i + rope.pairs();
    };
  }

  /** m cos a. */
  protected float cosine(int position, int i) {
    return factor((float) StrictMath.cos(angle(position, i)) * amplitude());
  }

  /** m sin a. */
  protected float sine(int position, int i) {
    return factor((float) StrictMath.sin(angle(position, i)) * amplitude());
  }

  /** A cosine or sine as it meets the features. */
  protected float factor(float value) {
    return Formats.round(value, options.weights());
  }

  protected float angle(int position, int i) {
    return position * frequency(i);
  }

  /** Radians a position. */
  protected float frequency(int i) {
    float fast = unscaled(i);
    if (rope.yarn().factor() <= 1) {
      return fast;
    }
    float ramp = ramp(i);
    return fast / (float) rope.yarn().factor() * ramp + fast * (1 - ramp);
  }

  /** θ^(−2i/R). */
  protected float unscaled(int i) {
    return (float) StrictMath.pow(theta(), -2f * i / rope.width());
  }

  protected double theta() {
    return rope.theta();
  }

  /** 0 where YaRN leaves a frequency, 1 where it divides it. */
  protected float ramp(int i) {
    int low = (int) Math.max(0, Math.floor(pairTurning(rope.yarn().betaFast())));
    int high = (int) Math.min(rope.width() - 1, Math.ceil(pairTurning(rope.yarn().betaSlow())));
    float length = high == low ? 0.001f : high - low;
    return Math.clamp((i - low) / length, 0f, 1f);
  }

  /** The pair that turns this often within the original context; worked out once, in binary64. */
  protected double pairTurning(double turns) {
    double positions = rope.yarn().originalPositions() / (turns * 2 * Math.PI);
    return rope.width() * Math.log(positions) / (2 * Math.log(theta()));
  }

  /** m. */
  protected float amplitude() {
    Yarn yarn = rope.yarn();
    return growth(yarn.mscale()) / growth(yarn.mscaleAllDim());
  }

  /** What YaRN makes of a weight: 0.1 · weight · ln(factor) + 1. */
  protected float growth(double weight) {
    double factor = rope.yarn().factor();
    return factor <= 1 ? 1 : (float) (0.1 * weight * Math.log(factor) + 1);
  }

  /** A number as the result has it. */
  protected float output(float value) {
    return Formats.round(value, options.output());
  }
}
