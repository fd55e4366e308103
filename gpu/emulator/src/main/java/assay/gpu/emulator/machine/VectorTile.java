package assay.gpu.emulator.machine;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The same numbers, of the same bits, with vectors of 4 or 8. */
final class VectorTile extends Tile {

  private static final VectorSpecies<Double> COLUMN =
      DoubleVector.SPECIES_PREFERRED.length() >= COLUMNS
          ? DoubleVector.SPECIES_512
          : DoubleVector.SPECIES_256;

  /** As many numbers of 32 bits. */
  private static final VectorSpecies<Integer> NARROW =
      COLUMN == DoubleVector.SPECIES_512 ? IntVector.SPECIES_256 : IntVector.SPECIES_128;

  /** The lanes that share a row. */
  private static final VectorSpecies<Double> QUAD = DoubleVector.SPECIES_256;

  private static final VectorSpecies<Integer> QUAD_BITS = IntVector.SPECIES_128;

  @Override
  void widen(int[] words, int drop, int up, double[] to, int at) {
    for (int lane = 0; lane < Warp.LANES; lane += COLUMN.length()) {
      IntVector.fromArray(NARROW, words, lane)
          .lanewise(VectorOperators.LSHR, drop)
          .lanewise(VectorOperators.LSHL, up)
          .reinterpretAsFloats()
          .convertShape(VectorOperators.F2D, COLUMN, 0)
          .reinterpretAsDoubles()
          .intoArray(to, at + lane);
    }
  }

  @Override
  void multiply(TileLayout layout) {
    int[] leftAt = layout.left();
    int[] rightAt = layout.right();
    for (int column = 0; column < COLUMNS; column += COLUMN.length()) {
      multiplyEightRows(leftAt, rightAt, 0, column, column);
      multiplyEightRows(leftAt, rightAt, layout.half(), column, ROWS / 2 * COLUMNS + column);
    }
  }

  private void multiplyEightRows(int[] leftAt, int[] rightAt, int base, int column, int to) {
    DoubleVector s0 = DoubleVector.zero(COLUMN);
    DoubleVector s1 = s0;
    DoubleVector s2 = s0;
    DoubleVector s3 = s0;
    DoubleVector s4 = s0;
    DoubleVector s5 = s0;
    DoubleVector s6 = s0;
    DoubleVector s7 = s0;
    for (int k = 0; k < leftAt.length; k++) {
      int at = base + leftAt[k];
      DoubleVector b = DoubleVector.fromArray(COLUMN, right, rightAt[k] + column);
      s0 = b.fma(DoubleVector.broadcast(COLUMN, left[at]), s0);
      s1 = b.fma(DoubleVector.broadcast(COLUMN, left[at + 4]), s1);
      s2 = b.fma(DoubleVector.broadcast(COLUMN, left[at + 8]), s2);
      s3 = b.fma(DoubleVector.broadcast(COLUMN, left[at + 12]), s3);
      s4 = b.fma(DoubleVector.broadcast(COLUMN, left[at + 16]), s4);
      s5 = b.fma(DoubleVector.broadcast(COLUMN, left[at + 20]), s5);
      s6 = b.fma(DoubleVector.broadcast(COLUMN, left[at + 24]), s6);
      s7 = b.fma(DoubleVector.broadcast(COLUMN, left[at + 28]), s7);
    }
    s0.intoArray(sums, to);
    s1.intoArray(sums, to + COLUMNS);
    s2.intoArray(sums, to + 2 * COLUMNS);
    s3.intoArray(sums, to + 3 * COLUMNS);
    s4.intoArray(sums, to + 4 * COLUMNS);
    s5.intoArray(sums, to + 5 * COLUMNS);
    s6.intoArray(sums, to + 6 * COLUMNS);
    s7.intoArray(sums, to + 7 * COLUMNS);
  }

  @Override
  void add(int at, int[] start, int[] to) {
    for (int row = 0; row < ROWS / 2; row++) {
      DoubleVector more =
          IntVector.fromArray(QUAD_BITS, start, row * QUAD.length())
              .reinterpretAsFloats()
              .convertShape(VectorOperators.F2D, QUAD, 0)
              .reinterpretAsDoubles();
      FloatVector sum =
          DoubleVector.fromArray(QUAD, sums, at + row * COLUMNS)
              .add(more)
              .convertShape(VectorOperators.D2F, FloatVector.SPECIES_128, 0)
              .reinterpretAsFloats();
      sum.reinterpretAsInts()
          .blend(CANONICAL_NAN, sum.test(VectorOperators.IS_NAN).cast(QUAD_BITS))
          .intoArray(to, row * QUAD.length());
    }
  }
}
