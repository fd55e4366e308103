package assay.golden.lanes;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link FloatDots} in vector registers.
 *
 * <p>A template: see {@link Template}.
 */
final class VectorFloatDots implements FloatDots {

  private static final VectorSpecies<Float> SPECIES = Template.floatSpecies(MethodHandles.lookup());
  private static final int WIDTH = SPECIES.length();

  /**
   * Elements that a cache line lacks where the data of a large array begins, behind its header of
   * 16 bytes. Rows are read as if they began so many elements earlier: whole cache lines. Partial
   * sums that are shifted by a quarter of their number come to the same bits.
   */
  private static final int LEAD = 4;

  private static final VectorMask<Float> BODY = SPECIES.indexInRange(-LEAD, WIDTH);
  private static final VectorMask<Float> ALL = SPECIES.maskAll(true);

  VectorFloatDots() {}

  @Override
  public void dot(
      float[] x, int xAt, float[] w, int wAt, int stride, int n, float[] sums, float[] y, int yAt) {
    int whole = n - n % FloatTiles.HALF;
    for (int lane = 0; lane < FloatTiles.HALF; lane += WIDTH) {
      addLanes(x, xAt + lane, w, wAt + lane, stride, whole - lane, sums, lane);
    }
    if (whole < n) {
      addRest(x, xAt, w, wAt, stride, n, sums, 0, ROWS);
    }
    add(sums, y, yAt, ROWS);
  }

  /** What is left of each row after the last whole register. */
  private static void addRest(
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      int stride,
      int n,
      float[] sums,
      int first,
      int rows) {
    int whole = n - n % FloatTiles.HALF;
    for (int r = 0; r < rows; r++) {
      int sum = (first + r) * FloatTiles.HALF - whole;
      for (int i = whole; i < n; i++) {
        sums[sum + i] = Math.fma(x[xAt + i], w[wAt + r * stride + i], sums[sum + i]);
      }
    }
  }

  private static void add(float[] sums, float[] y, int yAt, int count) {
    for (int e = 0; e < count; e++) {
      y[yAt + e] = VectorFloatSum.of(sums, e * FloatTiles.HALF);
    }
  }

  private static void addLanes(
      float[] x, int xAt, float[] w, int wAt, int stride, int n, float[] sums, int lane) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    int w1 = wAt + stride;
    int w2 = w1 + stride;
    int w3 = w2 + stride;
    for (int i = 0; i < n; i += FloatTiles.HALF) {
      FloatVector factor = load(x, xAt + i);
      s0 = factor.fma(load(w, wAt + i), s0);
      s1 = factor.fma(load(w, w1 + i), s1);
      s2 = factor.fma(load(w, w2 + i), s2);
      s3 = factor.fma(load(w, w3 + i), s3);
    }
    s0.intoArray(sums, lane);
    s1.intoArray(sums, lane + FloatTiles.HALF);
    s2.intoArray(sums, lane + 2 * FloatTiles.HALF);
    s3.intoArray(sums, lane + 3 * FloatTiles.HALF);
  }

  @Override
  public void tall(
      float[] x, int xAt, float[] w, int wAt, int stride, int n, float[] sums, float[] y, int yAt) {
    if (n < FloatTiles.HALF) {
      FloatDots.super.tall(x, xAt, w, wAt, stride, n, sums, y, yAt);
      return;
    }
    for (int lane = 0; lane < FloatTiles.HALF; lane += WIDTH) {
      int i = lane - LEAD;
      begin(x, xAt + i, w, wAt + i, stride, lane == 0 ? BODY : ALL, sums, lane);
      i += addTall(x, xAt + i, w, wAt + i, stride, n - i, sums, lane);
      if (i < n) {
        end(x, xAt + i, w, wAt + i, stride, SPECIES.indexInRange(i, n), sums, lane);
      }
    }
    add(sums, y, yAt, TALL);
  }

  private static void begin(
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      int stride,
      VectorMask<Float> mask,
      float[] sums,
      int lane) {
    FloatVector factor = FloatVector.fromArray(SPECIES, x, xAt, mask);
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int r = 0; r < TALL; r++) {
      FloatVector row = FloatVector.fromArray(SPECIES, w, wAt + r * stride, mask);
      factor.fma(row, zero).intoArray(sums, lane + r * FloatTiles.HALF);
    }
  }

  private static void end(
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      int stride,
      VectorMask<Float> mask,
      float[] sums,
      int lane) {
    FloatVector factor = FloatVector.fromArray(SPECIES, x, xAt, mask);
    for (int r = 0; r < TALL; r++) {
      FloatVector row = FloatVector.fromArray(SPECIES, w, wAt + r * stride, mask);
      FloatVector sum = load(sums, lane + r * FloatTiles.HALF);
      sum.blend(factor.fma(row, sum), mask).intoArray(sums, lane + r * FloatTiles.HALF);
    }
  }

  /** From the second register on; returns where the first incomplete one begins. */
  private static int addTall(
      float[] x, int xAt, float[] w, int wAt, int stride, int n, float[] sums, int lane) {
    FloatVector s0 = load(sums, lane);
    FloatVector s1 = load(sums, lane + FloatTiles.HALF);
    FloatVector s2 = load(sums, lane + 2 * FloatTiles.HALF);
    FloatVector s3 = load(sums, lane + 3 * FloatTiles.HALF);
    FloatVector s4 = load(sums, lane + 4 * FloatTiles.HALF);
    FloatVector s5 = load(sums, lane + 5 * FloatTiles.HALF);
    FloatVector s6 = load(sums, lane + 6 * FloatTiles.HALF);
    FloatVector s7 = load(sums, lane + 7 * FloatTiles.HALF);
    int w1 = wAt + stride;
    int w2 = w1 + stride;
    int w3 = w2 + stride;
    int w4 = w3 + stride;
    int w5 = w4 + stride;
    int w6 = w5 + stride;
    int w7 = w6 + stride;
    int i = FloatTiles.HALF;
    for (; i <= n - WIDTH; i += FloatTiles.HALF) {
      FloatVector factor = load(x, xAt + i);
      s0 = factor.fma(load(w, wAt + i), s0);
      s1 = factor.fma(load(w, w1 + i), s1);
      s2 = factor.fma(load(w, w2 + i), s2);
      s3 = factor.fma(load(w, w3 + i), s3);
      s4 = factor.fma(load(w, w4 + i), s4);
      s5 = factor.fma(load(w, w5 + i), s5);
      s6 = factor.fma(load(w, w6 + i), s6);
      s7 = factor.fma(load(w, w7 + i), s7);
    }
    s0.intoArray(sums, lane);
    s1.intoArray(sums, lane + FloatTiles.HALF);
    s2.intoArray(sums, lane + 2 * FloatTiles.HALF);
    s3.intoArray(sums, lane + 3 * FloatTiles.HALF);
    s4.intoArray(sums, lane + 4 * FloatTiles.HALF);
    s5.intoArray(sums, lane + 5 * FloatTiles.HALF);
    s6.intoArray(sums, lane + 6 * FloatTiles.HALF);
    s7.intoArray(sums, lane + 7 * FloatTiles.HALF);
    return i;
  }

  @Override
  public void square(
      float[] x, int xAt, float[] w, int wAt, int stride, int n, float[] sums, float[] y, int yAt) {
    int whole = n - n % FloatTiles.HALF;
    for (int lane = 0; lane < FloatTiles.HALF; lane += WIDTH) {
      addSquare(x, xAt + lane, w, wAt + lane, stride, whole - lane, sums, lane);
    }
    for (int q = 0; q < ROWS && whole < n; q++) {
      addRest(x, xAt + q * stride, w, wAt, stride, n, sums, q * ROWS, ROWS);
    }
    add(sums, y, yAt, ROWS * ROWS);
  }

  private static void addSquare(
      float[] x, int xAt, float[] w, int wAt, int stride, int n, float[] sums, int lane) {
    int x1 = xAt + stride;
    int w1 = wAt + stride;
    int x2 = x1 + stride;
    int w2 = w1 + stride;
    int x3 = x2 + stride;
    int w3 = w2 + stride;
    FloatVector s00 = FloatVector.zero(SPECIES);
    FloatVector s01 = FloatVector.zero(SPECIES);
    FloatVector s02 = FloatVector.zero(SPECIES);
    FloatVector s03 = FloatVector.zero(SPECIES);
    FloatVector s10 = FloatVector.zero(SPECIES);
    FloatVector s11 = FloatVector.zero(SPECIES);
    FloatVector s12 = FloatVector.zero(SPECIES);
    FloatVector s13 = FloatVector.zero(SPECIES);
    FloatVector s20 = FloatVector.zero(SPECIES);
    FloatVector s21 = FloatVector.zero(SPECIES);
    FloatVector s22 = FloatVector.zero(SPECIES);
    FloatVector s23 = FloatVector.zero(SPECIES);
    FloatVector s30 = FloatVector.zero(SPECIES);
    FloatVector s31 = FloatVector.zero(SPECIES);
    FloatVector s32 = FloatVector.zero(SPECIES);
    FloatVector s33 = FloatVector.zero(SPECIES);
    for (int i = 0; i < n; i += FloatTiles.HALF) {
      FloatVector b0 = load(w, wAt + i);
      FloatVector b1 = load(w, w1 + i);
      FloatVector b2 = load(w, w2 + i);
      FloatVector b3 = load(w, w3 + i);
      FloatVector a0 = load(x, xAt + i);
      s00 = a0.fma(b0, s00);
      s01 = a0.fma(b1, s01);
      s02 = a0.fma(b2, s02);
      s03 = a0.fma(b3, s03);
      FloatVector a1 = load(x, x1 + i);
      s10 = a1.fma(b0, s10);
      s11 = a1.fma(b1, s11);
      s12 = a1.fma(b2, s12);
      s13 = a1.fma(b3, s13);
      FloatVector a2 = load(x, x2 + i);
      s20 = a2.fma(b0, s20);
      s21 = a2.fma(b1, s21);
      s22 = a2.fma(b2, s22);
      s23 = a2.fma(b3, s23);
      FloatVector a3 = load(x, x3 + i);
      s30 = a3.fma(b0, s30);
      s31 = a3.fma(b1, s31);
      s32 = a3.fma(b2, s32);
      s33 = a3.fma(b3, s33);
    }
    s00.intoArray(sums, lane);
    s01.intoArray(sums, lane + FloatTiles.HALF);
    s02.intoArray(sums, lane + 2 * FloatTiles.HALF);
    s03.intoArray(sums, lane + 3 * FloatTiles.HALF);
    s10.intoArray(sums, lane + 4 * FloatTiles.HALF);
    s11.intoArray(sums, lane + 5 * FloatTiles.HALF);
    s12.intoArray(sums, lane + 6 * FloatTiles.HALF);
    s13.intoArray(sums, lane + 7 * FloatTiles.HALF);
    s20.intoArray(sums, lane + 8 * FloatTiles.HALF);
    s21.intoArray(sums, lane + 9 * FloatTiles.HALF);
    s22.intoArray(sums, lane + 10 * FloatTiles.HALF);
    s23.intoArray(sums, lane + 11 * FloatTiles.HALF);
    s30.intoArray(sums, lane + 12 * FloatTiles.HALF);
    s31.intoArray(sums, lane + 13 * FloatTiles.HALF);
    s32.intoArray(sums, lane + 14 * FloatTiles.HALF);
    s33.intoArray(sums, lane + 15 * FloatTiles.HALF);
  }

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(SPECIES, x, at);
  }
}
