package assay.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * What {@link EmulatorPrograms#plain} does, as Java written by hand for it: the same loops over the
 * same registers of 32 lanes, without anything that an emulator has to look up or to check.
 *
 * <p>So it says what the emulator's way of keeping registers can reach at most.
 */
final class PlainByHand {

  /** In the loop. */
  static final int INSTRUCTIONS = 32;

  static final int LANES = 32;

  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int NAN = 0x7fffffff;
  private static final int[] BIT = new int[LANES];

  static {
    for (int lane = 0; lane < LANES; lane++) {
      BIT[lane] = 1 << lane;
    }
  }

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
        add(r[6], r[6], constants[2]);
        p3 = below(r[6], end);
      } while (p3 == -1);
      return r[20];
    }

    private void numbers() {
      fma(f[1], f[1], f[2], f[3]);
      addF(f[4], f[1], f[2]);
      mulF(f[5], f[4], f[3]);
      maxF(f[6], f[5], f[1]);
      minF(f[7], f[6], f[4]);
      subF(f[8], f[7], f[2]);
      mad(r[7], r[6], constants[0], r[0]);
      and(r[8], r[7], constants[1]);
      or(r[9], r[8], constants[2]);
      xor(r[10], r[9], r[7]);
      shiftLeft(r[11], r[10], constants[3]);
      shiftRight(r[12], r[11], constants[4]);
      add(r[13], r[12], r[8]);
    }

    private void predicates() {
      p1 = below(r[8], constants[5]);
      p2 = above(f[6], f[4]);
      choose(r[14], r[13], r[9], p1);
      choose(f[9], f[6], f[7], p2);
      addWhere(r[14], r[14], constants[2], p1);
    }

    private void memory(byte[] tile) {
      load(r[15], tile, first);
      add(r[15], r[15], r[14]);
      store(tile, first, r[15]);
      load(f[10], tile, first);
    }

    private void lanes() {
      exchange(r[16], r[14], 1);
      exchange(r[17], r[16], 2);
      add(r[18], r[16], r[17]);
      min(r[19], r[18], r[14]);
      max(r[20], r[19], r[13]);
      fma(f[11], f[9], f[2], f[8]);
      fma(f[12], f[11], f[3], f[7]);
    }
  }

  private static float of(int bits) {
    return Float.intBitsToFloat(bits);
  }

  private static int bits(float value) {
    return Float.isNaN(value) ? NAN : Float.floatToRawIntBits(value);
  }

  private static void fma(int[] to, int[] a, int[] b, int[] c) {
    for (int i = 0; i < LANES; i++) {
      to[i] = bits(Math.fma(of(a[i]), of(b[i]), of(c[i])));
    }
  }

  private static void addF(int[] to, int[] a, int[] b) {
    for (int i = 0; i < LANES; i++) {
      to[i] = bits(of(a[i]) + of(b[i]));
    }
  }

  private static void subF(int[] to, int[] a, int[] b) {
    for (int i = 0; i < LANES; i++) {
      to[i] = bits(of(a[i]) - of(b[i]));
    }
  }

  private static void mulF(int[] to, int[] a, int[] b) {
    for (int i = 0; i < LANES; i++) {
      to[i] = bits(of(a[i]) * of(b[i]));
    }
  }

  /** Of numbers: there is no NaN here. */
  private static void maxF(int[] to, int[] a, int[] b) {
    for (int i = 0; i < LANES; i++) {
      to[i] = ordered(Math.max(ordered(a[i]), ordered(b[i])));
    }
  }

  private static void minF(int[] to, int[] a, int[] b) {
    for (int i = 0; i < LANES; i++) {
      to[i] = ordered(Math.min(ordered(a[i]), ordered(b[i])));
    }
  }

  private static int ordered(int bits) {
    return bits ^ bits >> 31 & Integer.MAX_VALUE;
  }

  private static void mad(int[] to, int[] a, int[] b, int[] c) {
    for (int i = 0; i < LANES; i++) {
      to[i] = a[i] * b[i] + c[i];
    }
  }

  private static void add(int[] to, int[] a, int[] b) {
    for (int i = 0; i < LANES; i++) {
      to[i] = a[i] + b[i];
    }
  }

  private static void addWhere(int[] to, int[] a, int[] b, int chosen) {
    for (int left = chosen; left != 0; left &= left - 1) {
      int i = Integer.numberOfTrailingZeros(left);
      to[i] = a[i] + b[i];
    }
  }

  private static void and(int[] to, int[] a, int[] b) {
    for (int i = 0; i < LANES; i++) {
      to[i] = a[i] & b[i];
    }
  }

  private static void or(int[] to, int[] a, int[] b) {
    for (int i = 0; i < LANES; i++) {
      to[i] = a[i] | b[i];
    }
  }

  private static void xor(int[] to, int[] a, int[] b) {
    for (int i = 0; i < LANES; i++) {
      to[i] = a[i] ^ b[i];
    }
  }

  private static void shiftLeft(int[] to, int[] a, int[] b) {
    for (int i = 0; i < LANES; i++) {
      to[i] = a[i] << b[i];
    }
  }

  private static void shiftRight(int[] to, int[] a, int[] b) {
    for (int i = 0; i < LANES; i++) {
      to[i] = a[i] >>> b[i];
    }
  }

  private static void min(int[] to, int[] a, int[] b) {
    for (int i = 0; i < LANES; i++) {
      to[i] = Math.min(a[i] ^ Integer.MIN_VALUE, b[i] ^ Integer.MIN_VALUE) ^ Integer.MIN_VALUE;
    }
  }

  private static void max(int[] to, int[] a, int[] b) {
    for (int i = 0; i < LANES; i++) {
      to[i] = Math.max(a[i] ^ Integer.MIN_VALUE, b[i] ^ Integer.MIN_VALUE) ^ Integer.MIN_VALUE;
    }
  }

  private static int below(int[] a, int[] b) {
    int all = 0;
    for (int i = 0; i < LANES; i++) {
      all |= (a[i] ^ Integer.MIN_VALUE) < (b[i] ^ Integer.MIN_VALUE) ? BIT[i] : 0;
    }
    return all;
  }

  private static int above(int[] a, int[] b) {
    int all = 0;
    for (int i = 0; i < LANES; i++) {
      all |= of(a[i]) > of(b[i]) ? BIT[i] : 0;
    }
    return all;
  }

  private static void choose(int[] to, int[] yes, int[] no, int chosen) {
    for (int i = 0; i < LANES; i++) {
      int bit = chosen & BIT[i];
      to[i] = no[i] ^ (yes[i] ^ no[i]) & (bit | -bit) >> 31;
    }
  }

  private static void load(int[] to, byte[] tile, int first) {
    for (int i = 0; i < LANES; i++) {
      to[i] = (int) WORDS.get(tile, first + 4 * i);
    }
  }

  private static void store(byte[] tile, int first, int[] from) {
    for (int i = 0; i < LANES; i++) {
      WORDS.set(tile, first + 4 * i, from[i]);
    }
  }

  private static void exchange(int[] to, int[] from, int distance) {
    for (int i = 0; i < LANES; i++) {
      to[i] = from[i ^ distance];
    }
  }
}
