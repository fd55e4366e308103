package assay.gpu.emulator.machine;

import java.util.List;

/**
 * ldmatrix and stmatrix: 8 × 8 matrices of 16-bit elements between shared memory and the registers
 * of a warp. PTX ISA 9.7.14.5.15 and 9.7.14.5.16.
 *
 * <p>Lane 8m + r gives the address of row r of matrix m. Lane l holds elements 2(l mod 4) and 2(l
 * mod 4) + 1 of row ⌊l/4⌋, or of that column where the matrices are transposed on the way.
 */
public final class MatrixMove extends Step {

  private static final int ROWS = 8;
  private static final int ROW_BYTES = 16;

  private final Address address;
  private final boolean load;
  private final boolean transposed;
  private final int[] registers;

  /**
   * @param load from memory, else to memory
   * @param registers one for each matrix: 1, 2 or 4
   */
  public MatrixMove(Address address, boolean load, boolean transposed, int[] registers) {
    this.address = address;
    this.load = load;
    this.transposed = transposed;
    this.registers = registers.clone();
  }

  @Override
  List<Access> accesses() {
    return List.of(
        new Access(address, ROW_BYTES, (int) ((1L << (ROWS * registers.length)) - 1), -1, -1));
  }

  @Override
  public void execute(Warp warp, int mask) {
    if (!warp.wholeWarp(mask, load ? "ldmatrix" : "stmatrix")) {
      return;
    }
    long[] addresses = address.resolve(warp);
    for (int matrix = 0; matrix < registers.length; matrix++) {
      for (int row = 0; row < ROWS; row++) {
        int lane = matrix * ROWS + row;
        Region region = address.region(warp, lane, addresses[lane], ROW_BYTES);
        long offset = address.offsetIn(region, addresses[lane]);
        Watch watch = address.watch(warp, region);
        if (load) {
          if (watch != null) {
            long epoch = warp.epoch(Ordering.WEAK);
            watch.read(warp, epoch, WordLanes.SEVERAL, ROW_BYTES, offset, ROW_BYTES);
          }
          address.written(warp, lane, addresses[lane], region, offset, ROW_BYTES);
          load(region, offset, row, warp.words[registers[matrix]]);
        } else {
          if (watch != null) {
            watch.write(warp, warp.epoch(Ordering.WEAK), lane, ROW_BYTES, offset, ROW_BYTES);
          }
          store(region, offset, row, warp.words[registers[matrix]]);
        }
      }
    }
  }

  private void load(Region region, long offset, int row, int[] lanes) {
    for (int column = 0; column < ROWS; column++) {
      int lane = lane(row, column);
      int shift = shift(row, column);
      int element = region.getShort(offset + 2 * column);
      lanes[lane] = (lanes[lane] & ~(0xffff << shift)) | element << shift;
    }
  }

  private void store(Region region, long offset, int row, int[] lanes) {
    for (int column = 0; column < ROWS; column++) {
      region.putShort(offset + 2 * column, lanes[lane(row, column)] >>> shift(row, column));
    }
    region.markWritten(offset, ROW_BYTES);
  }

  /** The lane that holds an element. */
  private int lane(int row, int column) {
    return transposed ? 4 * column + row / 2 : 4 * row + column / 2;
  }

  /** Where in the lane's register it stands. */
  private int shift(int row, int column) {
    return 16 * ((transposed ? row : column) & 1);
  }
}
