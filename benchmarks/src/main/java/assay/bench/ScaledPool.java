package assay.bench;

import assay.spec.Fp8DsMlaLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Random slots of a cache in FP8 under scales, powers of two as DeepSeek-V3.2 writes them. */
final class ScaledPool {

  private static final ValueLayout.OfFloat F32 =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfShort BF16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Codes of normal numbers use most of the format; their scales bring them back to about 1. */
  private static final float CODE_SIZE = 64;

  private ScaledPool() {}

  /**
   * @throws ArithmeticException if the pool would have to be larger than a Java array
   */
  static MemorySegment of(Fp8DsMlaLayout layout, int slots, NormalCodes codes) {
    byte[] bytes = new byte[Math.multiplyExact(slots, layout.bytesPerToken())];
    MemorySegment pool = MemorySegment.ofArray(bytes);
    byte[] table = codes.tableInE4M3(CODE_SIZE);
    for (int slot = 0; slot < slots; slot++) {
      codes.next(table, bytes, slot * layout.bytesPerToken(), layout.latent());
      for (int tile = 0; tile < layout.latent() / layout.tile(); tile++) {
        long at = layout.scaleOffset(slot) + (long) tile * Float.BYTES;
        pool.set(F32, at, codes.nextPowerOfTwo() / CODE_SIZE);
      }
      short[] rope = codes.next(layout.rope());
      long at = layout.ropeOffset(1, slot);
      for (int i = 0; i < rope.length; i++) {
        pool.set(BF16, at + (long) i * Short.BYTES, rope[i]);
      }
    }
    return pool;
  }
}
