package assay.verify.variant;

import assay.numerics.FloatFormat;
import assay.spec.AppendLatentCache;
import assay.spec.AppendLatentCache.Problem;
import assay.spec.DenseLayout;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.Implementation;
import assay.spec.LatentLayout;
import assay.spec.Model1Layout;
import assay.spec.Result;
import java.util.function.Function;

/** One run of a correct {@link AppendLatentCache}, in every layout. */
public class AppendLatentCacheVariant extends AppendLatentCacheCodes {

  private static final int SCALES_TOGETHER = 8;

  protected final Memory memory;
  protected final LatentLayout layout;
  protected final Buffer latent;
  protected final Buffer rope;
  protected final WrittenPool pool;

  public AppendLatentCacheVariant(Memory memory, Problem problem) {
    super(problem);
    this.memory = memory;
    this.layout = problem.layout();
    this.latent =
        memory.input("latent", Inputs.narrow("latent", problem.latent()), layout.latent());
    this.rope =
        memory.input("rope", Inputs.narrow("rope", problem.rope()), Math.max(1, layout.rope()));
    this.pool = memory.written(problem);
  }

  /** Makes one run's kernel. */
  @FunctionalInterface
  public interface Maker {
    AppendLatentCacheVariant make(Memory memory, Problem problem);
  }

  /** Implementations, each with memory of its own. */
  public static Function<Surroundings, Implementation<Problem>> with(Maker maker) {
    return Memory.implementation((memory, problem) -> maker.make(memory, problem).run());
  }

  /** All tokens. */
  public Result run() {
    for (int n = 0; n < problem.tokens(); n++) {
      token(n);
    }
    return AppendLatentCache.result(problem, pool.bytes());
  }

  /** One token, or none. */
  protected void token(int n) {
    if (slot(n) >= 0) {
      write(slot(n), latent(n), rope(n));
    }
  }

  protected long slot(int n) {
    return problem.slots()[n];
  }

  protected float[] latent(int n) {
    float[] features = new float[layout.latent()];
    latent.load(n * latent.stride(), features.length, features, 0);
    return features;
  }

  protected float[] rope(int n) {
    float[] features = new float[layout.rope()];
    rope.load(n * rope.stride(), features.length, features, 0);
    return features;
  }

  protected void write(long slot, float[] latent, float[] rope) {
    long page = pageAddress(slot / problem.pageSize());
    int place = (int) (slot % problem.pageSize());
    if (layout instanceof DenseLayout dense) {
      codes(dense.format(), latent, 0, latent.length, dense.tensorScale(), page + begin(place));
      codes(ropeFormat(), rope, 0, rope.length, ropeScale(), page + ropeOffset(place));
      return;
    }
    for (int tile = 0; tile < latent.length / tileWidth(); tile++) {
      tile(page, place, tile, latent);
    }
    codes(ropeFormat(), rope, 0, rope.length, ropeScale(), page + ropeOffset(place));
  }

  /** One tile's codes and scale. */
  protected void tile(long page, int place, int tile, float[] latent) {
    int first = tile * tileWidth();
    float scale = scale(amax(latent, first, tileWidth()));
    codes(FloatFormat.FP8_E4M3, latent, first, tileWidth(), scale, page + begin(place) + first);
    storeScale(page + scaleOffset(place, tile), scale);
  }

  /** Codes of {@code count} numbers from {@code first} on. */
  protected void codes(
      FloatFormat format, float[] numbers, int first, int count, float scale, long address) {
    for (int i = 0; i < count; i++) {
      int code = code(format, numbers[first + i], scale);
      store(address + (long) i * format.bytes(), code, format.bytes());
    }
  }

  protected void storeScale(long address, float scale) {
    if (layout instanceof Model1Layout) {
      store(address, exponentByte(scale), 1);
    } else {
      store(address, Float.floatToRawIntBits(scale), Float.BYTES);
    }
  }

  /** The lower bytes of {@code bits}, the lowest first. */
  protected void store(long address, int bits, int bytes) {
    for (int i = 0; i < bytes; i++) {
      pool.store(address + i, (byte) (bits >> (Byte.SIZE * i)));
    }
  }

  protected long pageAddress(long page) {
    return page * pool.stride();
  }

  /** Features under one scale. */
  protected int tileWidth() {
    return layout instanceof Model1Layout ? 64 : 128;
  }

  protected FloatFormat ropeFormat() {
    return layout.ropeFormat();
  }

  protected float ropeScale() {
    return layout instanceof DenseLayout dense ? dense.tensorScale() : 1;
  }

  /** From a token's data to the next's. */
  protected int tokenBytes() {
    return switch (layout) {
      case DenseLayout dense -> dense.width() * dense.format().bytes();
      case Fp8DsMlaLayout tiled ->
          tiled.latent() + tiled.latent() / tileWidth() * Float.BYTES + 2 * tiled.rope();
      case Model1Layout footer -> footer.latent() + 2 * footer.rope();
    };
  }

  /** Where a slot's data begins in its page. */
  protected long begin(int place) {
    return (long) place * tokenBytes();
  }

  protected long ropeOffset(int place) {
    return switch (layout) {
      case DenseLayout dense -> begin(place) + (long) dense.latent() * dense.format().bytes();
      case Fp8DsMlaLayout tiled -> scaleOffset(place, tiled.latent() / tileWidth());
      case Model1Layout footer -> begin(place) + footer.latent();
    };
  }

  /** Where a tile's scale lies in its page. */
  protected long scaleOffset(int place, int tile) {
    if (layout instanceof Model1Layout footer) {
      int together = Math.ceilDiv(footer.latent() / tileWidth(), SCALES_TOGETHER) * SCALES_TOGETHER;
      return begin(problem.pageSize()) + (long) place * together + tile;
    }
    return begin(place) + layout.latent() + (long) tile * Float.BYTES;
  }
}
