package assay.verify.variant;

import assay.numerics.Elements;
import assay.spec.Implementation;
import assay.spec.Result;
import assay.spec.SparseMlaDecode;
import assay.spec.SparseMlaDecode.Problem;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * One run of a correct {@link SparseMlaDecode} in F32: a group is some heads of one query token,
 * and walks over its list; places with an invalid index are masked.
 *
 * <p>The sink comes in at the very end, when a row's lse over all parts is known.
 */
public class SparseMlaDecodeVariant extends AttentionVariant {

  protected final Problem problem;
  protected final Buffer query;
  protected final LatentPool pool;
  protected final Indices indices;
  protected final Indices counts;
  protected final Buffer sinks;
  protected final Buffer out;
  protected final Buffer lse;

  public SparseMlaDecodeVariant(Memory memory, AttentionOptions options, Problem problem) {
    super(memory, options);
    this.problem = problem;
    query = memory.input("query", problem.query(), problem.width());
    pool = memory.pool(problem.cache());
    indices = memory.indices("indices", problem.selection().indices());
    counts = memory.indices("counts", problem.selection().counts());
    sinks = memory.input("sinks", Elements.of(problem.sinks()), problem.heads());
    out = memory.output("out", problem.rows(), problem.valueWidth());
    lse = memory.output("lseNats", problem.batch() * problem.queryTokens(), problem.heads());
  }

  /** Makes one run's kernel. */
  @FunctionalInterface
  public interface Maker {
    SparseMlaDecodeVariant make(Memory memory, AttentionOptions options, Problem problem);
  }

  /** Implementations with these options, each with memory of its own. */
  public static Function<Surroundings, Implementation<Problem>> with(
      AttentionOptions options, Maker maker) {
    return Memory.implementation((memory, problem) -> maker.make(memory, options, problem).run());
  }

  /** Groups of heads. */
  protected int headGroups() {
    return Math.ceilDiv(problem.heads(), options.headsPerGroup());
  }

  @Override
  protected int groups() {
    return problem.batch() * problem.queryTokens() * headGroups();
  }

  /** The query token of a group, counted over B · S. */
  protected int token(int group) {
    return group / headGroups();
  }

  @Override
  protected int[] rows(int group) {
    int first = group % headGroups() * options.headsPerGroup();
    int last = Math.min(problem.heads(), first + options.headsPerGroup());
    return IntStream.range(first, last).map(h -> token(group) * problem.heads() + h).toArray();
  }

  @Override
  protected int keys(int group) {
    return count(token(group));
  }

  @Override
  protected int visible(int row) {
    return count(row / problem.heads());
  }

  /** How many entries of a query token's list count. */
  protected int count(int token) {
    return counts.load(token);
  }

  /** Entry {@code i} of a query token's list. */
  protected int index(int token, int i) {
    return indices.load((long) token * problem.selection().listed() + i);
  }

  /** Whether an entry names a slot. */
  protected boolean isValid(int index) {
    return switch (problem.selection().rule()) {
      case MINUS_ONE -> index != -1;
      case OUTSIDE_THE_POOL -> index >= 0 && index < slots();
    };
  }

  protected long slots() {
    return (long) pool.pages() * problem.cache().pageSize();
  }

  @Override
  protected int rowCount() {
    return problem.rows();
  }

  @Override
  protected int keyWidth() {
    return problem.width();
  }

  @Override
  protected int valueWidth() {
    return problem.valueWidth();
  }

  @Override
  protected float scale() {
    return problem.scale();
  }

  @Override
  protected float[] query(int row) {
    float[] features = new float[keyWidth()];
    query.load(queryAt(row), features.length, features, 0);
    return features;
  }

  protected long queryAt(int row) {
    return row * query.stride();
  }

  @Override
  protected void load(int group, int t, AttentionTile tile, int j) {
    int index = index(token(group), t);
    if (isValid(index)) {
      loadSlot(index, tile, j);
    } else {
      clear(tile, j);
    }
  }

  /** A value is the key itself, or its beginning. */
  protected void loadSlot(int index, AttentionTile tile, int j) {
    int pageSize = problem.cache().pageSize();
    long address = index / pageSize * pool.stride();
    pool.read(address, index % pageSize, 0, keyWidth(), tile.keys[j], 0);
    System.arraycopy(tile.keys[j], 0, tile.values[j], 0, valueWidth());
  }

  @Override
  protected float[] scores(AttentionRow state, AttentionTile tile) {
    float[] scores = super.scores(state, tile);
    maskInvalid(state, tile, scores);
    return scores;
  }

  /** Places with an invalid index get no weight. */
  protected void maskInvalid(AttentionRow state, AttentionTile tile, float[] scores) {
    int token = state.row / problem.heads();
    for (int j = 0; j < tile.count(); j++) {
      if (!isValid(index(token, tile.first() + j))) {
        scores[j] = Float.NEGATIVE_INFINITY;
      }
    }
  }

  @Override
  protected void storeRounded(int row, float[] values, float lse) {
    float share = shareBesideSink(sink(row), lse);
    float[] shared = new float[values.length];
    for (int d = 0; d < shared.length; d++) {
      shared[d] = values[d] * share;
    }
    super.storeRounded(row, shared, lse);
  }

  /** The sink of a row's head, in nats. */
  protected float sink(int row) {
    return sinks.load(row % problem.heads());
  }

  /** How much of the normaliser the keys are; all of it where there are none. */
  protected float shareBesideSink(float sink, float lse) {
    if (lse == Float.NEGATIVE_INFINITY) {
      return 1;
    }
    return 1 / (1 + options.exponential().exp2(sink * Scaling.LOG2_E - exponentOfTwo(lse)));
  }

  /** An lse in the base of {@link #log} as an exponent of 2. */
  private float exponentOfTwo(float lse) {
    return options.scaling() == Scaling.NATURAL ? lse * Scaling.LOG2_E : lse;
  }

  @Override
  protected void store(int row, float[] values, float lseNats) {
    out.store(row * out.stride(), values.length, values, 0);
    lse.store(lseAt(row), lseNats);
  }

  protected long lseAt(int row) {
    int heads = problem.heads();
    return row / heads * lse.stride() + row % heads;
  }

  @Override
  protected Result result() {
    return SparseMlaDecode.result(problem, out.toDoubles(), lse.toDoubles());
  }
}
