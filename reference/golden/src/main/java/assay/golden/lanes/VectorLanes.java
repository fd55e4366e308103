package assay.golden.lanes;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops in vector registers.
 *
 * <p>A template: {@link VectorLanesLoader} defines it once for each width, with the species as
 * class data. Used directly it has no species.
 */
final class VectorLanes implements Lanes {

  /*
   * Eight logical lanes are one 512-bit register, two of 256 bits or four of 128. Products keep a
   * tile of 4 rows by 2 registers of c in registers: 8 independent chains, 6 loads for each 8 fused
   * multiply-adds.
   */

  private static final VectorSpecies<Double> SPECIES = species();
  private static final int WIDTH = SPECIES.length();
  private static final int TILE_ROWS = 4;
  private static final int TILE_COLUMNS = 2 * WIDTH;

  // Constants, since a broadcast is several calls and the compiler inlines only so many.
  private static final DoubleVector SMALLEST = broadcast(Exp.SMALLEST);
  private static final DoubleVector LARGEST = broadcast(Exp.LARGEST);
  private static final DoubleVector ROUNDER = broadcast(Exp.ROUNDER);
  private static final DoubleVector LOG2_E = broadcast(Exp.LOG2_E);
  private static final DoubleVector LN2_LOW = broadcast(Exp.LN2_LOW);
  private static final DoubleVector LN2_HIGH = broadcast(Exp.LN2_HIGH);
  private static final DoubleVector C2 = broadcast(Exp.C2);
  private static final DoubleVector C3 = broadcast(Exp.C3);
  private static final DoubleVector C4 = broadcast(Exp.C4);
  private static final DoubleVector C5 = broadcast(Exp.C5);
  private static final DoubleVector C6 = broadcast(Exp.C6);
  private static final DoubleVector C7 = broadcast(Exp.C7);
  private static final DoubleVector C8 = broadcast(Exp.C8);
  private static final DoubleVector C9 = broadcast(Exp.C9);
  private static final DoubleVector C10 = broadcast(Exp.C10);
  private static final DoubleVector C11 = broadcast(Exp.C11);
  private static final DoubleVector C12 = broadcast(Exp.C12);
  private static final DoubleVector C13 = broadcast(Exp.C13);
  private static final DoubleVector HALF = broadcast(0.5);
  private static final DoubleVector ONE = broadcast(1);

  VectorLanes() {}

  @SuppressWarnings("unchecked")
  private static VectorSpecies<Double> species() {
    try {
      return (VectorSpecies<Double>)
          MethodHandles.classData(MethodHandles.lookup(), "_", VectorSpecies.class);
    } catch (IllegalAccessException e) {
      throw new LinkageError("VectorLanes has no species", e);
    }
  }

  @Override
  public String name() {
    return "vector-" + SPECIES.vectorBitSize();
  }

  @Override
  public double dot(double[] x, int xOffset, double[] y, int yOffset, int n) {
    double[] sums = new double[LOGICAL];
    int whole = n - n % LOGICAL;
    for (int lane = 0; lane < LOGICAL; lane += WIDTH) {
      DoubleVector sum = DoubleVector.zero(SPECIES);
      for (int i = lane; i < whole; i += LOGICAL) {
        sum = load(x, xOffset + i).fma(load(y, yOffset + i), sum);
      }
      sum.intoArray(sums, lane);
    }
    for (int i = whole; i < n; i++) {
      sums[i - whole] = Math.fma(x[xOffset + i], y[yOffset + i], sums[i - whole]);
    }
    return LaneSum.of(sums);
  }

  @Override
  public PowerSums powerSums(double[] x, int offset, int n) {
    double[] seconds = new double[LOGICAL];
    double[] fourths = new double[LOGICAL];
    int whole = n - n % LOGICAL;
    for (int lane = 0; lane < LOGICAL; lane += WIDTH) {
      DoubleVector second = DoubleVector.zero(SPECIES);
      DoubleVector fourth = DoubleVector.zero(SPECIES);
      for (int i = lane; i < whole; i += LOGICAL) {
        DoubleVector value = DoubleVector.fromArray(SPECIES, x, offset + i);
        DoubleVector square = value.mul(value);
        second = value.fma(value, second);
        fourth = square.fma(square, fourth);
      }
      second.intoArray(seconds, lane);
      fourth.intoArray(fourths, lane);
    }
    for (int i = whole; i < n; i++) {
      double value = x[offset + i];
      double square = value * value;
      seconds[i - whole] = Math.fma(value, value, seconds[i - whole]);
      fourths[i - whole] = Math.fma(square, square, fourths[i - whole]);
    }
    return new PowerSums(LaneSum.of(seconds), LaneSum.of(fourths));
  }

  @Override
  public double max(double[] x, int offset, int n) {
    DoubleVector largest = DoubleVector.broadcast(SPECIES, Double.NEGATIVE_INFINITY);
    int whole = n - n % WIDTH;
    for (int i = 0; i < whole; i += WIDTH) {
      largest = largest.max(load(x, offset + i));
    }
    double result = largest.reduceLanes(VectorOperators.MAX);
    for (int i = whole; i < n; i++) {
      result = Math.max(result, x[offset + i]);
    }
    return result;
  }

  @Override
  public double maxMagnitude(double[] x, int offset, int n) {
    DoubleVector largest = DoubleVector.zero(SPECIES);
    int whole = n - n % WIDTH;
    for (int i = 0; i < whole; i += WIDTH) {
      largest = largest.max(load(x, offset + i).abs());
    }
    double result = largest.reduceLanes(VectorOperators.MAX);
    for (int i = whole; i < n; i++) {
      result = Math.max(result, Math.abs(x[offset + i]));
    }
    return result;
  }

  @Override
  public double expSum(double[] x, int offset, int n, double shift) {
    double[] sums = new double[LOGICAL];
    int whole = n - n % LOGICAL;
    for (int lane = 0; lane < LOGICAL; lane += WIDTH) {
      DoubleVector sum = DoubleVector.zero(SPECIES);
      for (int i = lane; i < whole; i += LOGICAL) {
        DoubleVector exp = exp(load(x, offset + i).sub(shift));
        exp.intoArray(x, offset + i);
        sum = sum.add(exp);
      }
      sum.intoArray(sums, lane);
    }
    for (int i = whole; i < n; i++) {
      x[offset + i] = Exp.of(x[offset + i] - shift);
      sums[i - whole] += x[offset + i];
    }
    return LaneSum.of(sums);
  }

  /** {@link Exp#of} in each lane. */
  private static DoubleVector exp(DoubleVector x) {
    DoubleVector low = x.blend(SMALLEST, x.compare(VectorOperators.LT, SMALLEST));
    DoubleVector clamped = low.blend(LARGEST, low.compare(VectorOperators.GT, LARGEST));
    DoubleVector n = clamped.fma(LOG2_E, ROUNDER).sub(ROUNDER);
    DoubleVector minusN = n.neg();
    DoubleVector r = minusN.fma(LN2_LOW, minusN.fma(LN2_HIGH, clamped));
    DoubleVector half = n.fma(HALF, ROUNDER).sub(ROUNDER);
    return polynomial(r).mul(powerOfTwo(half)).mul(powerOfTwo(n.sub(half)));
  }

  private static DoubleVector polynomial(DoubleVector r) {
    DoubleVector polynomial = C13.fma(r, C12);
    polynomial = polynomial.fma(r, C11);
    polynomial = polynomial.fma(r, C10);
    polynomial = polynomial.fma(r, C9);
    polynomial = polynomial.fma(r, C8);
    polynomial = polynomial.fma(r, C7);
    polynomial = polynomial.fma(r, C6);
    polynomial = polynomial.fma(r, C5);
    polynomial = polynomial.fma(r, C4);
    polynomial = polynomial.fma(r, C3);
    polynomial = polynomial.fma(r, C2);
    return polynomial.fma(r, ONE).fma(r, ONE);
  }

  private static DoubleVector powerOfTwo(DoubleVector n) {
    LongVector integer = n.add(Exp.ROUNDER).reinterpretAsLongs();
    return integer
        .add(Exp.EXPONENT_BIAS)
        .lanewise(VectorOperators.LSHL, Exp.SIGNIFICAND_BITS)
        .reinterpretAsDoubles();
  }

  @Override
  public void multiplyAdd(Block a, Block b, Block c) {
    Shapes.requireProduct(a, b, c);
    int wholeRows = c.rows() - c.rows() % TILE_ROWS;
    int wholeColumns = c.columns() - c.columns() % TILE_COLUMNS;
    for (int j = 0; j < wholeColumns; j += TILE_COLUMNS) {
      for (int i = 0; i < wholeRows; i += TILE_ROWS) {
        multiplyTile(a, b, c, i, j);
      }
      for (int i = wholeRows; i < c.rows(); i++) {
        multiplyRow(a, b, c, i, j);
      }
    }
    for (int i = 0; i < c.rows(); i++) {
      multiplyRest(a, b, c, i, wholeColumns);
    }
  }

  private static void multiplyTile(Block blockA, Block blockB, Block blockC, int row, int column) {
    double[] a = blockA.data();
    double[] b = blockB.data();
    double[] c = blockC.data();
    int a0 = blockA.at(row, 0);
    int a1 = a0 + blockA.stride();
    int a2 = a1 + blockA.stride();
    int a3 = a2 + blockA.stride();
    int c0 = blockC.at(row, column);
    int c1 = c0 + blockC.stride();
    int c2 = c1 + blockC.stride();
    int c3 = c2 + blockC.stride();
    DoubleVector c00 = load(c, c0);
    DoubleVector c01 = load(c, c0 + WIDTH);
    DoubleVector c10 = load(c, c1);
    DoubleVector c11 = load(c, c1 + WIDTH);
    DoubleVector c20 = load(c, c2);
    DoubleVector c21 = load(c, c2 + WIDTH);
    DoubleVector c30 = load(c, c3);
    DoubleVector c31 = load(c, c3 + WIDTH);
    int bk = blockB.at(0, column);
    for (int k = 0; k < blockA.columns(); k++, bk += blockB.stride()) {
      DoubleVector b0 = load(b, bk);
      DoubleVector b1 = load(b, bk + WIDTH);
      DoubleVector factor0 = broadcast(a[a0 + k]);
      c00 = b0.fma(factor0, c00);
      c01 = b1.fma(factor0, c01);
      DoubleVector factor1 = broadcast(a[a1 + k]);
      c10 = b0.fma(factor1, c10);
      c11 = b1.fma(factor1, c11);
      DoubleVector factor2 = broadcast(a[a2 + k]);
      c20 = b0.fma(factor2, c20);
      c21 = b1.fma(factor2, c21);
      DoubleVector factor3 = broadcast(a[a3 + k]);
      c30 = b0.fma(factor3, c30);
      c31 = b1.fma(factor3, c31);
    }
    c00.intoArray(c, c0);
    c01.intoArray(c, c0 + WIDTH);
    c10.intoArray(c, c1);
    c11.intoArray(c, c1 + WIDTH);
    c20.intoArray(c, c2);
    c21.intoArray(c, c2 + WIDTH);
    c30.intoArray(c, c3);
    c31.intoArray(c, c3 + WIDTH);
  }

  private static void multiplyRow(Block blockA, Block blockB, Block blockC, int row, int column) {
    double[] a = blockA.data();
    double[] b = blockB.data();
    double[] c = blockC.data();
    int c0 = blockC.at(row, column);
    int a0 = blockA.at(row, 0);
    DoubleVector sum0 = load(c, c0);
    DoubleVector sum1 = load(c, c0 + WIDTH);
    int bk = blockB.at(0, column);
    for (int k = 0; k < blockA.columns(); k++, bk += blockB.stride()) {
      DoubleVector factor = broadcast(a[a0 + k]);
      sum0 = load(b, bk).fma(factor, sum0);
      sum1 = load(b, bk + WIDTH).fma(factor, sum1);
    }
    sum0.intoArray(c, c0);
    sum1.intoArray(c, c0 + WIDTH);
  }

  private static void multiplyRest(Block a, Block b, Block c, int row, int firstColumn) {
    for (int j = firstColumn; j < c.columns(); j++) {
      double sum = c.data()[c.at(row, j)];
      for (int k = 0; k < a.columns(); k++) {
        sum = Math.fma(a.data()[a.at(row, k)], b.data()[b.at(k, j)], sum);
      }
      c.data()[c.at(row, j)] = sum;
    }
  }

  private static DoubleVector load(double[] x, int offset) {
    return DoubleVector.fromArray(SPECIES, x, offset);
  }

  private static DoubleVector broadcast(double value) {
    return DoubleVector.broadcast(SPECIES, value);
  }
}
