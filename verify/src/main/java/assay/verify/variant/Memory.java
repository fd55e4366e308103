package assay.verify.variant;

import assay.numerics.Elements;
import assay.spec.AppendLatentCache;
import assay.spec.Implementation;
import assay.spec.PagedLatentCache;
import assay.spec.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The simulated memory of one implementation: inputs and outputs of a run, and a workspace that
 * lasts from run to run with whatever was left in it.
 */
public final class Memory {

  /** Bytes of a scratch buffer pass 2^31 within a few rows; see {@link LatentPool}. */
  private static final long WORKSPACE_SPREAD = 1L << 27;

  private final Surroundings surroundings;
  private final Map<String, float[]> workspace = new HashMap<>();
  private final Map<String, Buffer> views = new HashMap<>();
  private final List<Buffer> inputs = new ArrayList<>();
  private final List<Indices> indices = new ArrayList<>();
  private int operands;

  public Memory(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  public Surroundings surroundings() {
    return surroundings;
  }

  /** Implementations of what {@code run} computes, each with memory of its own. */
  static <P> Function<Surroundings, Implementation<P>> implementation(
      BiFunction<Memory, P, Result> run) {
    return surroundings -> {
      Memory memory = new Memory(surroundings);
      return problem -> {
        memory.begin();
        Result result = run.apply(memory, problem);
        memory.check();
        return result;
      };
    };
  }

  /** A new run: other inputs and outputs, the same workspace. */
  public void begin() {
    views.clear();
    inputs.clear();
    indices.clear();
    operands = 0;
  }

  /** An operand in F32: binary64 is rounded to nearest. */
  public Buffer input(String name, Elements numbers, int width) {
    float[] values = new float[Math.toIntExact(numbers.count())];
    numbers.copyTo(0, values, 0, values.length);
    Buffer buffer =
        new Buffer(name, surroundings, values.length / width, width, stride(width), values);
    inputs.add(buffer);
    return buffer;
  }

  /** An operand of whole numbers. */
  public Indices indices(String name, int... values) {
    Indices made = new Indices(name, surroundings, values);
    indices.add(made);
    return made;
  }

  /** A cache that is only read. */
  public LatentPool pool(PagedLatentCache cache) {
    return new LatentPool(surroundings, cache);
  }

  /** A cache that is written; what it holds before is the problem's. */
  WrittenPool written(AppendLatentCache.Problem problem) {
    return new WrittenPool(surroundings, problem);
  }

  /** A result, not written yet. */
  public Buffer output(String name, int rows, int width) {
    float[] values = Buffer.unwritten(surroundings, Math.multiplyExact(rows, width));
    return new Buffer(name, surroundings, rows, width, stride(width), values);
  }

  /**
   * Scratch: what an earlier run left where it was large enough, else not written yet. The same
   * name is the same buffer throughout a run.
   */
  public Buffer workspace(String name, int rows, int width) {
    return views.computeIfAbsent(name, _ -> scratchBuffer(name, rows, width));
  }

  private Buffer scratchBuffer(String name, int rows, int width) {
    int count = Math.multiplyExact(rows, width);
    float[] kept = workspace.get(name);
    if (kept == null || kept.length < count) {
      kept = Buffer.unwritten(surroundings, count);
      workspace.put(name, kept);
    }
    long spread = surroundings == Surroundings.CHECKED ? WORKSPACE_SPREAD : 0;
    return new Buffer(name, surroundings, rows, width, stride(width) + spread, kept);
  }

  /** Registers or shared memory: {@code rows} arrays, not written yet. */
  public float[][] scratch(int rows, int width) {
    float[][] scratch = new float[rows][];
    for (int i = 0; i < rows; i++) {
      scratch[i] = Buffer.unwritten(surroundings, width);
    }
    return scratch;
  }

  /**
   * After a run: inputs are as they were.
   *
   * @throws StrayAccess if one is not
   */
  public void check() {
    if (surroundings == Surroundings.FORGIVING) {
      return;
    }
    for (Buffer input : inputs) {
      require(input.name(), !input.written());
    }
    for (Indices numbers : indices) {
      require(numbers.name(), !numbers.changed());
    }
  }

  private static void require(String name, boolean unchanged) {
    if (!unchanged) {
      throw new StrayAccess(name + ": an input was written");
    }
  }

  /** Another for each operand, so that one stride cannot stand for another. */
  private long stride(int width) {
    return surroundings == Surroundings.CHECKED ? width + 3 + 2L * ++operands : width;
  }
}
