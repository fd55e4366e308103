package assay.golden;

import assay.numerics.Elements;
import assay.numerics.Float8E4M3;
import assay.numerics.FloatFormat;
import assay.numerics.Overflow;
import assay.numerics.Rounding;
import assay.numerics.ScaledTile;
import assay.numerics.Ue8m0;
import assay.spec.AppendLatentCache;
import assay.spec.AppendLatentCache.Problem;
import assay.spec.Confidence;
import assay.spec.DenseLayout;
import assay.spec.ErrorBudget;
import assay.spec.Expectation;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.LatentLayout;
import assay.spec.Model1Layout;
import assay.spec.NumericContract;
import assay.spec.Reference;
import assay.spec.Result;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The golden {@link AppendLatentCache}: every byte, exactly.
 *
 * <p>Whatever the contract, every budget is 0.
 */
public final class AppendLatentCacheReference implements Reference<Problem> {

  private static final ValueLayout.OfFloat F32 =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  @Override
  public Result run(Problem problem) {
    byte[] copy = new byte[Math.toIntExact(problem.pool().byteSize())];
    MemorySegment pool = MemorySegment.ofArray(copy).copyFrom(problem.pool());
    store(problem, pool);
    return AppendLatentCache.result(problem, pool);
  }

  @Override
  public Expectation expect(Problem problem, NumericContract contract, Confidence confidence) {
    Result result = run(problem);
    int bytes = result.tensor("pool").values().length;
    return new Expectation(result, List.of(ErrorBudget.ofLength(bytes)));
  }

  /** Stores the problem's tokens in {@code pool}, which has the shape of the problem's. */
  public static void store(Problem problem, MemorySegment pool) {
    LatentLayout layout = problem.layout();
    double[] latent = new double[layout.latent()];
    double[] rope = new double[layout.rope()];
    for (int n = 0; n < problem.tokens(); n++) {
      if (problem.slots()[n] >= 0) {
        problem.latent().copyTo((long) n * latent.length, latent, 0, latent.length);
        problem.rope().copyTo((long) n * rope.length, rope, 0, rope.length);
        new Slot(problem, pool, problem.slots()[n]).store(latent, rope);
      }
    }
  }

  /** One slot of a pool; {@code page} is where its page begins, {@code place} its place in it. */
  private record Slot(Problem problem, MemorySegment pool, long page, int place) {

    Slot(Problem problem, MemorySegment pool, long slot) {
      this(
          problem,
          pool,
          slot / problem.pageSize() * problem.layout().bytesPerPage(problem.pageSize()),
          (int) (slot % problem.pageSize()));
    }

    void store(double[] latent, double[] rope) {
      LatentLayout layout = problem.layout();
      long latentAt = page + layout.latentOffset(problem.pageSize(), place);
      long ropeAt = page + layout.ropeOffset(problem.pageSize(), place);
      switch (layout) {
        case DenseLayout dense -> {
          storeCodes(latent, dense.format(), dense.tensorScale(), latentAt);
          storeCodes(rope, dense.format(), dense.tensorScale(), ropeAt);
        }
        case Fp8DsMlaLayout tiled -> {
          storeTiles(latent, latentAt);
          storeCodes(rope, tiled.ropeFormat(), 1, ropeAt);
        }
        case Model1Layout tiled -> {
          storeTiles(latent, latentAt);
          storeCodes(rope, tiled.ropeFormat(), 1, ropeAt);
        }
      }
    }

    private void storeTiles(double[] latent, long at) {
      float[] numbers = toFloats(latent);
      int width = problem.layout().tile();
      for (int tile = 0; tile < latent.length / width; tile++) {
        int first = tile * width;
        ScaledTile scaled = ScaledTile.quantize(numbers, first, width, problem.scaleRule());
        MemorySegment.copy(
            scaled.codes(), 0, pool, ValueLayout.JAVA_BYTE, at + first, scaled.codes().length);
        storeScale(tile, scaled.scale());
      }
    }

    private void storeScale(int tile, float scale) {
      switch (problem.layout()) {
        case DenseLayout dense -> throw new IllegalStateException(dense + " has no tiles");
        case Fp8DsMlaLayout layout ->
            pool.set(F32, page + layout.scaleOffset(place) + (long) tile * Float.BYTES, scale);
        case Model1Layout layout -> {
          byte code = Ue8m0.encode(scale, Rounding.RD, Overflow.SATFINITE);
          long at = page + layout.scaleOffset(problem.pageSize(), place) + tile;
          pool.set(ValueLayout.JAVA_BYTE, at, code);
        }
      }
    }

    private void storeCodes(double[] values, FloatFormat format, float scale, long at) {
      long bytes = (long) values.length * format.bytes();
      Elements codes = new Elements(format, pool.asSlice(at, bytes));
      for (int i = 0; i < values.length; i++) {
        if (format == FloatFormat.FP8_E4M3) {
          codes.segment().set(ValueLayout.JAVA_BYTE, i, saturated((float) values[i] / scale));
        } else {
          codes.set(i, values[i]);
        }
      }
    }

    private static float[] toFloats(double[] values) {
      float[] floats = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        floats[i] = (float) values[i];
      }
      return floats;
    }

    private static byte saturated(float value) {
      return Float8E4M3.encode(value, Rounding.RN, Overflow.SATFINITE);
    }
  }
}
