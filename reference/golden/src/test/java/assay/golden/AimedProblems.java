package assay.golden;

import assay.numerics.Elements;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode.Problem;
import java.util.function.IntToDoubleFunction;

/** Problems that are hard on one part of a budget each. */
enum AimedProblems {
  /** A few keys weigh most. */
  NORMAL,
  /** All keys weigh about as much. */
  FLAT,
  /** One key weighs nearly everything. */
  PEAKED,
  /** One key is the query. */
  NEEDLE,
  /** All features are about 1, so that products have one sign. */
  OFFSET,
  /** Features change slowly from the first key to the last. */
  DRIFT;

  Problem of(int heads, int keys, long seed) {
    double magnitude =
        switch (this) {
          case FLAT -> 0.3;
          case PEAKED -> 10;
          case NORMAL, NEEDLE, OFFSET, DRIFT -> 1;
        };
    Problem problem = SampleProblem.deepSeek(heads, seed, keys).withMagnitude(magnitude).create();
    switch (this) {
      case NORMAL, FLAT, PEAKED -> {}
      case NEEDLE -> setKey(problem, keys / 3, i -> problem.query().get(i) / 3);
      case OFFSET -> add(problem, (t, i) -> 1);
      case DRIFT -> add(problem, (t, i) -> Math.sin(6.0 * t / keys + i));
    }
    return problem;
  }

  private interface Feature {
    double at(int t, int i);
  }

  private static void add(Problem problem, Feature feature) {
    for (int t = 0; t < problem.cache().lengths()[0]; t++) {
      int key = t;
      double[] old = problem.cache().read(0, t);
      setKey(problem, t, i -> 0.3 * old[i] + feature.at(key, i));
    }
  }

  private static void setKey(Problem problem, int t, IntToDoubleFunction feature) {
    PagedLatentCache cache = problem.cache();
    Elements slots = cache.elements();
    for (int i = 0; i < problem.width(); i++) {
      slots.set(cache.slot(0, t) * problem.width() + i, feature.applyAsDouble(i));
    }
  }
}
