package assay.gpu.emulator.machine;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The same sums, of the same bits, with vectors of 4 or 8 columns. */
final class VectorTile extends Tile {

  private static final VectorSpecies<Double> COLUMN =
      DoubleVector.SPECIES_PREFERRED.length() >= COLUMNS
          ? DoubleVector.SPECIES_512
          : DoubleVector.SPECIES_256;

  /** As many numbers of 32 bits. */
  private static final VectorSpecies<Integer> NARROW =
      COLUMN == DoubleVector.SPECIES_512 ? IntVector.SPECIES_256 : IntVector.SPECIES_128;

  private VectorTile() {}

  /** Where vectors are shorter than four numbers, plain loops are as good. */
  static Tile createOrPlain() {
    return DoubleVector.SPECIES_PREFERRED.length() < 4 ? new Tile() : new VectorTile();
  }

  @Override
  void widen(double[] to, int at) {
    for (int lane = 0; lane < Warp.LANES; lane += COLUMN.length()) {
      IntVector.fromArray(NARROW, bits, lane)
          .reinterpretAsFloats()
          .convertShape(VectorOperators.F2D, COLUMN, 0)
          .reinterpretAsDoubles()
          .intoArray(to, at + lane);
    }
  }

  @Override
  void multiply(int[] leftAt, int half) {
    for (int row = 0; row < ROWS; row += 4) {
      int base = row / 8 * half + 4 * (row % 8);
      for (int column = 0; column < COLUMNS; column += COLUMN.length()) {
        multiplyFourRows(leftAt, base, column, row * COLUMNS + column);
      }
    }
  }

  private void multiplyFourRows(int[] leftAt, int base, int column, int to) {
    DoubleVector s0 = DoubleVector.zero(COLUMN);
    DoubleVector s1 = s0;
    DoubleVector s2 = s0;
    DoubleVector s3 = s0;
    for (int k = 0; k < leftAt.length; k++) {
      int at = base + leftAt[k];
      DoubleVector b = DoubleVector.fromArray(COLUMN, right, k * COLUMNS + column);
      s0 = b.fma(DoubleVector.broadcast(COLUMN, left[at]), s0);
      s1 = b.fma(DoubleVector.broadcast(COLUMN, left[at + 4]), s1);
      s2 = b.fma(DoubleVector.broadcast(COLUMN, left[at + 8]), s2);
      s3 = b.fma(DoubleVector.broadcast(COLUMN, left[at + 12]), s3);
    }
    s0.intoArray(sums, to);
    s1.intoArray(sums, to + COLUMNS);
    s2.intoArray(sums, to + 2 * COLUMNS);
    s3.intoArray(sums, to + 3 * COLUMNS);
  }
}
