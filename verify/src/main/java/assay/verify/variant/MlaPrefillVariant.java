package assay.verify.variant;

import assay.spec.Implementation;
import assay.spec.MlaPrefill;
import assay.spec.MlaPrefill.Problem;
import assay.spec.Result;
import java.util.function.Function;

/**
 * One run of {@link MlaPrefill}: the query tokens of a block share the loaded tiles of their head,
 * up to the last key that any of them sees.
 */
public class MlaPrefillVariant extends AttentionVariant {

  protected final Problem problem;
  protected final Buffer query;
  protected final Buffer keys;
  protected final Buffer values;
  protected final Indices queryStarts;
  protected final Indices keyStarts;
  protected final Buffer out;
  protected final Buffer lse;

  public MlaPrefillVariant(Memory memory, AttentionOptions options, Problem problem) {
    super(memory, options);
    this.problem = problem;
    query = memory.input("query", problem.query(), problem.keyWidth());
    keys = memory.input("keys", problem.keys(), problem.keyWidth());
    values = memory.input("values", problem.values(), problem.valueWidth());
    queryStarts = memory.indices("queryStarts", problem.queryStarts());
    keyStarts = memory.indices("keyStarts", problem.keyStarts());
    out = memory.output("out", problem.rows(), problem.valueWidth());
    lse = memory.output("lse", problem.tokens(), problem.heads());
  }

  /** Makes one run's kernel. */
  @FunctionalInterface
  public interface Maker {
    MlaPrefillVariant make(Memory memory, AttentionOptions options, Problem problem);
  }

  /** Implementations with these options, each with memory of its own. */
  public static Function<Surroundings, Implementation<Problem>> with(
      AttentionOptions options, Maker maker) {
    return Memory.implementation((memory, problem) -> maker.make(memory, options, problem).run());
  }

  /** Query tokens of a block. */
  protected int blockQueries() {
    return 4;
  }

  /** Blocks of the longest sequence; of a shorter one some are empty. */
  protected int blocks() {
    return Math.ceilDiv(longest(), blockQueries());
  }

  /** The most query tokens of a sequence. */
  protected int longest() {
    int longest = 0;
    for (int b = 0; b < problem.batch(); b++) {
      longest = Math.max(longest, queries(b));
    }
    return longest;
  }

  @Override
  protected int groups() {
    return problem.batch() * problem.heads() * blocks();
  }

  /** b of a group. */
  protected int sequence(int group) {
    return group / (problem.heads() * blocks());
  }

  /** h of a group. */
  protected int head(int group) {
    return group / blocks() % problem.heads();
  }

  /** The first query token of a group, counted in its sequence. */
  protected int firstQuery(int group) {
    return group % blocks() * blockQueries();
  }

  /** How many query tokens a group has. */
  protected int queriesOf(int group) {
    return Math.clamp(queries(sequence(group)) - firstQuery(group), 0, blockQueries());
  }

  @Override
  protected int[] rows(int group) {
    int[] rows = new int[queriesOf(group)];
    int first = queryStart(sequence(group)) + firstQuery(group);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (first + i) * problem.heads() + head(group);
    }
    return rows;
  }

  /** The first query token of a sequence; of that after the last, their end. */
  protected int queryStart(int b) {
    return queryStarts.load(b);
  }

  protected int queries(int b) {
    return queryStart(b + 1) - queryStart(b);
  }

  protected int keysOf(int b) {
    return keyStarts.load(b + 1) - keyStarts.load(b);
  }

  @Override
  protected int keys(int group) {
    int count = queriesOf(group);
    return count == 0 ? 0 : limit(sequence(group), firstQuery(group) + count - 1);
  }

  @Override
  protected int visible(int row) {
    int n = row / problem.heads();
    int b = sequenceOf(n);
    return limit(b, n - queryStart(b));
  }

  /** The sequence of query token {@code n}, counted over the batch. */
  protected int sequenceOf(int n) {
    int b = 0;
    while (b < problem.batch() - 1 && n >= queryStart(b + 1)) {
      b++;
    }
    return b;
  }

  /** How many keys query token {@code i} of a sequence sees. */
  protected int limit(int b, int i) {
    int hidden = problem.causal() ? queries(b) - 1 - i : 0;
    return Math.max(0, keysOf(b) - hidden);
  }

  @Override
  protected int keyWidth() {
    return problem.keyWidth();
  }

  @Override
  protected int valueWidth() {
    return problem.valueWidth();
  }

  @Override
  protected float[] query(int row) {
    float[] features = new float[keyWidth()];
    query.load(row * query.stride(), features.length, features, 0);
    return features;
  }

  @Override
  protected void load(int group, int t, AttentionTile tile, int j) {
    long row = (long) keyToken(sequence(group), t) * problem.heads() + head(group);
    keys.load(keyAt(row), keyWidth(), tile.keys[j], 0);
    values.load(valueAt(row), valueWidth(), tile.values[j], 0);
  }

  /** Key {@code t} of a sequence, counted over the batch. */
  protected int keyToken(int b, int t) {
    return keyStarts.load(b) + t;
  }

  protected long keyAt(long row) {
    return row * keys.stride();
  }

  protected long valueAt(long row) {
    return row * values.stride();
  }

  @Override
  protected float scale() {
    return problem.scale();
  }

  @Override
  protected void store(int row, float[] features, float lseNats) {
    out.store(outAt(row), features.length, features, 0);
    lse.store(lseAt(row), lseNats);
  }

  protected long outAt(int row) {
    return row * out.stride();
  }

  protected long lseAt(int row) {
    int heads = problem.heads();
    return row / heads * lse.stride() + row % heads;
  }

  @Override
  protected Result result() {
    return MlaPrefill.result(problem, out.toDoubles(), lse.toDoubles());
  }

  @Override
  protected int rowCount() {
    return problem.rows();
  }
}
