package assay.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * What {@link EmulatorPrograms#plain} does, as Java written by hand for it: the same vectors of the
 * same registers of 32 lanes, without anything that an emulator has to look up or to check.
 *
 * <p>So it says what the emulator's way of keeping registers can reach at most.
 */
final class PlainByHand {

  /** In the loop. */
  static final int INSTRUCTIONS = 32;

  static final int LANES = 32;

  private final int warps;
  private final int loops;

  PlainByHand(int warps, int loops) {
    this.warps = warps;
    this.loops = loops;
  }

  /** Runs so many blocks, each on a thread of its own; each thread's word, block by block. */
  int[][] run(int blocks, ExecutorService workers) throws Exception {
    List<Future<int[]>> others = new ArrayList<>();
    for (int i = 1; i < blocks; i++) {
      others.add(workers.submit(this::block));
    }
    int[][] results = new int[blocks][];
    results[0] = block();
    for (int i = 1; i < blocks; i++) {
      results[i] = others.get(i - 1).get();
    }
    return results;
  }

  private int[] block() {
    byte[] tile = new byte[4 * LANES * warps];
    int[] result = new int[LANES * warps];
    for (int warp = 0; warp < warps; warp++) {
      System.arraycopy(new Lanes(warp).run(tile), 0, result, LANES * warp, LANES);
    }
    return result;
  }

  /** One warp; {@code r}, {@code f} and {@code p} as the program calls them. */
  private final class Lanes {
    private final int[][] r = new int[21][LANES];
    private final int[][] f = new int[13][LANES];
    private final int[][] constants = new int[6][LANES];
    private final int first;
    private int p1;
    private int p2;
    private int p3;

    Lanes(int warp) {
      first = 4 * LANES * warp;
      int[] values = {17, 31, 1, 2, 3, 16};
      for (int lane = 0; lane < LANES; lane++) {
        r[0][lane] = LANES * warp + lane;
        f[1][lane] = Float.floatToRawIntBits(LANES * warp + lane);
        f[2][lane] = 0x3f000000;
        f[3][lane] = 0x3e000000;
        for (int i = 0; i < values.length; i++) {
          constants[i][lane] = values[i];
        }
      }
    }

    int[] run(byte[] tile) {
      int[] end = new int[LANES];
      java.util.Arrays.fill(end, loops);
      do {
        numbers();
        predicates();
        memory(tile);
        lanes();
        VectorLoops.add(r[6], r[6], constants[2]);
        p3 = VectorLoops.below(r[6], end);
      } while (p3 == -1);
      return r[20];
    }

    private void numbers() {
      VectorLoops.fma(f[1], f[1], f[2], f[3]);
      VectorLoops.addF(f[4], f[1], f[2]);
      VectorLoops.mulF(f[5], f[4], f[3]);
      VectorLoops.maxF(f[6], f[5], f[1]);
      VectorLoops.minF(f[7], f[6], f[4]);
      VectorLoops.subF(f[8], f[7], f[2]);
      VectorLoops.mad(r[7], r[6], constants[0], r[0]);
      VectorLoops.and(r[8], r[7], constants[1]);
      VectorLoops.or(r[9], r[8], constants[2]);
      VectorLoops.xor(r[10], r[9], r[7]);
      VectorLoops.shiftLeft(r[11], r[10], constants[3]);
      VectorLoops.shiftRight(r[12], r[11], constants[4]);
      VectorLoops.add(r[13], r[12], r[8]);
    }

    private void predicates() {
      p1 = VectorLoops.below(r[8], constants[5]);
      p2 = VectorLoops.above(f[6], f[4]);
      VectorLoops.choose(r[14], r[13], r[9], p1);
      VectorLoops.choose(f[9], f[6], f[7], p2);
      VectorLoops.addWhere(r[14], r[14], constants[2], p1);
    }

    private void memory(byte[] tile) {
      VectorLoops.load(r[15], tile, first);
      VectorLoops.add(r[15], r[15], r[14]);
      VectorLoops.store(tile, first, r[15]);
      VectorLoops.load(f[10], tile, first);
    }

    private void lanes() {
      VectorLoops.exchange(r[16], r[14], 1);
      VectorLoops.exchange(r[17], r[16], 2);
      VectorLoops.add(r[18], r[16], r[17]);
      VectorLoops.min(r[19], r[18], r[14]);
      VectorLoops.max(r[20], r[19], r[13]);
      VectorLoops.fma(f[11], f[9], f[2], f[8]);
      VectorLoops.fma(f[12], f[11], f[3], f[7]);
    }
  }
}
