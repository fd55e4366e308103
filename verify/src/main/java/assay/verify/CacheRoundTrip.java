package assay.verify;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.AppendLatentCache.Problem;
import assay.spec.DenseLayout;
import assay.spec.ErrorBudget;
import assay.spec.Expectation;
import assay.spec.LatentLayout;
import assay.spec.Result;
import assay.spec.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * What the cache gives back of each number written.
 *
 * <p>Budget: under scale s, with u and e the unit roundoff and smallest number of the code's
 * format, rounding costs u|x| + se/2; the quotient in F32 before it costs u₃₂|x| more. In a dense
 * cache a number above the format's largest, times s, comes back as that; a tile's scale is such
 * that there is none.
 */
final class CacheRoundTrip {

  private final Problem problem;
  private final LatentLayout layout;
  private final MemorySegment pool;
  private final double[] wanted;
  private final double[] found;
  private final double[] budget;

  private CacheRoundTrip(Problem problem, MemorySegment pool) {
    this.problem = problem;
    this.layout = problem.layout();
    this.pool = pool;
    this.wanted = new double[problem.tokens() * layout.width()];
    this.found = new double[wanted.length];
    this.budget = new double[wanted.length];
  }

  static Finding of(Problem problem, Result result) {
    CacheRoundTrip trip = new CacheRoundTrip(problem, CacheFrame.bytes(result));
    for (int n = 0; n < problem.tokens(); n++) {
      if (problem.slots()[n] >= 0) {
        trip.read(n);
      }
    }
    return trip.finding();
  }

  private void read(int n) {
    long slot = problem.slots()[n];
    long page = slot / problem.pageSize() * layout.bytesPerPage(problem.pageSize());
    int place = (int) (slot % problem.pageSize());
    int at = n * layout.width();
    layout.read(pool, page, problem.pageSize(), place, 0, layout.width(), found, at);
    for (int d = 0; d < layout.latent(); d++) {
      double scale = layout.scale(pool, page, problem.pageSize(), place, d / layout.tile());
      expect(problem.latent(), n * layout.latent() + d, layout.latentFormat(), scale, at + d);
    }
    for (int r = 0; r < layout.rope(); r++) {
      int target = at + layout.latent() + r;
      double scale = layout.ropeScale();
      expect(problem.rope(), n * layout.rope() + r, layout.ropeFormat(), scale, target);
    }
  }

  private void expect(Elements given, int index, FloatFormat format, double scale, int target) {
    double largest = format.largest() * scale;
    double value = given.get(index);
    boolean clamped = layout instanceof DenseLayout;
    wanted[target] = clamped ? Math.clamp(value, -largest, largest) : value;
    double quotient = format == FloatFormat.FP8_E4M3 ? FloatFormat.F32.unitRoundoff() : 0;
    budget[target] =
        (format.unitRoundoff() + quotient) * Math.abs(value)
            + scale * format.smallestSubnormal() / 2;
  }

  private Finding finding() {
    Tensor.Axis axis = new Tensor.Axis("number", wanted.length);
    Result exact = Result.of(new Tensor("read", List.of(axis), wanted));
    Result actual = Result.of(new Tensor("read", List.of(axis), found));
    ErrorBudget both = new ErrorBudget(budget, budget);
    return Finding.of(Judge.compare(new Expectation(exact, List.of(both)), actual));
  }
}
