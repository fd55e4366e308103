package assay.golden.lanes;

import assay.numerics.Elements;
import assay.spec.KeyLoops;
import java.util.List;
import java.util.stream.Stream;

/**
 * Binary64 loops whose bits do not depend on who runs them.
 *
 * <p>A sum over an array runs in {@link #LOGICAL} partial sums: partial sum j takes the elements i
 * ≡ j mod 8 in ascending order, and then {@link LaneSum} adds the eight. The width of a register
 * decides how many partial sums advance at once, never what they hold. Products are fused with
 * their sums everywhere.
 */
public interface Lanes {

  /** Partial sums of a sum over an array. */
  int LOGICAL = 8;

  /** For people: {@code scalar}, {@code vector-512}. */
  String name();

  /** Σ x_i y_i over {@code n} elements from each offset. */
  double dot(double[] x, int xOffset, double[] y, int yOffset, int n);

  /**
   * Sums of powers.
   *
   * @param second Σ x²
   * @param fourth Σ x⁴, of squares that are rounded
   */
  record PowerSums(double second, double fourth) {}

  /** Of {@code n} elements. */
  PowerSums powerSums(double[] x, int offset, int n);

  /** The largest of {@code n} elements; −∞ when there is none, NaN when one is NaN. */
  double max(double[] x, int offset, int n);

  /** The largest |x_i| of {@code n} elements; 0 when there is none, NaN when one is NaN. */
  double maxMagnitude(double[] x, int offset, int n);

  /**
   * Replaces each of {@code n} elements by {@link Exp} of x − {@code shift} and returns their sum.
   */
  double expSum(double[] x, int offset, int n, double shift);

  /**
   * c += a · b, register-blocked.
   *
   * <p>Element (i, j) of c is one chain of fused multiply-adds over k, ascending, from its old
   * value.
   *
   * @throws IllegalArgumentException if the shapes do not fit
   */
  void multiplyAdd(Block a, Block b, Block c);

  /**
   * y = x Wᵀ on this thread: y[n, o] = Σ_i x[n, i] w[o, i].
   *
   * <p>An element's bits depend on its two rows, and on whether x has few rows or many.
   *
   * @param x [rows, inner]
   * @param w [outputs, inner]
   * @param y [rows, outputs]
   * @throws IllegalArgumentException if an array is too short
   */
  default void multiplyTransposed(
      double[] x, double[] w, double[] y, int rows, int inner, int outputs) {
    DoubleLanes.named(name()).multiplyTransposed(x, w, y, rows, inner, outputs);
  }

  /** The same with weights of any format and size, on all processors; the bits are the same. */
  default void multiplyTransposed(
      double[] x, Elements w, double[] y, int rows, int inner, int outputs) {
    DoubleLanes.named(name()).multiplyTransposed(x, w, y, rows, inner, outputs);
  }

  /** What budgets need of keys; the bits are the same with all lanes. */
  default KeyLoops keyLoops() {
    return DoubleLanes.named(name()).tiles().keyLoops();
  }

  /** The widest registers of this machine, or plain loops where there are none. */
  static Lanes best() {
    return VectorLanesLoader.preferred();
  }

  /** Plain loops, then each register width that this JVM can express, narrowest first. */
  static List<Lanes> all() {
    return Stream.concat(Stream.of(new ScalarLanes()), VectorLanesLoader.all().stream()).toList();
  }
}
