package assay.verify;

import assay.numerics.Elements;
import assay.spec.AppendLatentCache.Problem;
import assay.spec.DenseLayout;
import assay.spec.Reference;
import assay.spec.Result;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.LongStream;

/** What must hold for every {@link assay.spec.AppendLatentCache} and every problem. */
final class AppendLatentCacheProperties {

  /** Above every format's largest quotient of these problems. */
  private static final double HUGE = 0x1p20;

  private final Checks<Problem> checks;

  AppendLatentCacheProperties(Subject<Problem> subject, Reference<Problem> golden) {
    this.checks = new Checks<>(subject, golden);
  }

  /** Every property, the most telling first. */
  List<Property<Problem>> all() {
    return List.of(
        property(
            "exact-bytes",
            "Every byte is the golden model's.",
            (problem, seed) -> checks.againstGolden(problem)),
        property(
            "frame",
            "No byte changes but those of the slots that are written.",
            (problem, seed) -> CacheFrame.of(problem, checks.run(problem))),
        property(
            "bytes-as-counted",
            "Tokens take the bytes that the layout counts for them.",
            this::bytesAsCounted),
        property(
            "round-trip",
            "What is read back is what was written, but for one rounding.",
            (problem, seed) -> CacheRoundTrip.of(problem, checks.run(problem))),
        property("token-order", "The order of tokens does not matter.", this::tokenOrder),
        property("skipped", "Skipped tokens, whatever they hold, change nothing.", this::skipped),
        property(
            "scale-covariance",
            "Latents times a power of two have the same codes under a scale as much larger.",
            (problem, seed) -> CacheCovariance.of(problem, checks, seed)),
        property(
            "saturation", "Numbers too large for a code take the largest one.", this::saturation),
        property("zero-latent", "Latents of zeros are stored as zeros.", this::zeroLatent),
        property("live-nan", "A NaN in a dense cache is stored as its format's.", this::liveNan),
        property("idempotent", "The same tokens written again change nothing.", this::idempotent),
        CommonProperties.repeatRun(checks));
  }

  private Finding bytesAsCounted(Problem problem, long seed) {
    return CacheBytes.of(problem, checks);
  }

  private Finding tokenOrder(Problem problem, long seed) {
    int[] order = Numbers.order(problem.tokens(), seed);
    Problem permuted = select(problem, order);
    return Checks.sameBits(checks.run(problem), checks.run(permuted));
  }

  private static Problem select(Problem problem, int... order) {
    return new Problem(
        problem.layout(),
        problem.scaleRule(),
        problem.pageSize(),
        problem.pool(),
        Numbers.rows(problem.latent(), problem.layout().latent(), order),
        Numbers.rows(problem.rope(), problem.layout().rope(), order),
        LongStream.range(0, order.length).map(i -> problem.slots()[order[(int) i]]).toArray());
  }

  /** Every third token is skipped: with NaN in its row, and left out. */
  private Finding skipped(Problem problem, long seed) {
    long[] slots = problem.slots().clone();
    Elements latent = Numbers.map(problem.latent(), value -> value);
    int width = problem.layout().latent();
    for (int n = 0; n < slots.length; n++) {
      slots[n] = Math.floorMod(n + seed, 3L) == 0 ? -1 - n : slots[n];
      for (int d = 0; d < width && slots[n] < 0; d++) {
        latent.set((long) n * width + d, Double.NaN);
      }
    }
    Problem poisoned = with(problem, problem.pool(), latent, slots);
    int[] written =
        LongStream.range(0, slots.length)
            .filter(n -> slots[(int) n] >= 0)
            .mapToInt(n -> (int) n)
            .toArray();
    return Checks.sameBits(checks.run(poisoned), checks.run(select(problem, written)));
  }

  private Finding saturation(Problem problem, long seed) {
    Elements huge = Numbers.map(problem.latent(), value -> value * HUGE);
    return checks.againstGolden(with(problem, problem.pool(), huge, problem.slots()));
  }

  private Finding zeroLatent(Problem problem, long seed) {
    Elements zeros = Numbers.map(problem.latent(), value -> value * 0);
    return checks.againstGolden(with(problem, problem.pool(), zeros, problem.slots()));
  }

  private Finding liveNan(Problem problem, long seed) {
    boolean dense = problem.layout() instanceof DenseLayout;
    Elements latent =
        dense && problem.tokens() > 0
            ? Numbers.with(
                problem.latent(), Math.floorMod(seed * 31, problem.latent().count()), Double.NaN)
            : problem.latent();
    return checks.againstGolden(with(problem, problem.pool(), latent, problem.slots()));
  }

  private Finding idempotent(Problem problem, long seed) {
    Result once = checks.run(problem);
    MemorySegment pool = CacheFrame.bytes(once);
    return Checks.sameBits(
        once, checks.run(with(problem, pool, problem.latent(), problem.slots())));
  }

  static Problem with(Problem problem, MemorySegment pool, Elements latent, long... slots) {
    return new Problem(
        problem.layout(),
        problem.scaleRule(),
        problem.pageSize(),
        pool,
        latent,
        problem.rope(),
        slots);
  }

  private static Property<Problem> property(
      String name, String statement, Property.Check<Problem> check) {
    return new Property<>(name, statement, check);
  }
}
