package assay.verify.variant;

import assay.spec.Implementation;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Result;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * One run of a correct {@link PagedMlaDecode} in F32, over any cache layout; keys are dequantised
 * as they are loaded.
 *
 * <p>A group is some heads of one sequence with all its query tokens; it loads each tile once.
 */
public class PagedMlaDecodeVariant extends AttentionVariant {

  protected final Problem problem;
  protected final Buffer query;
  protected final LatentPool pool;
  protected final Indices pageTable;
  protected final Indices lengths;
  protected final Buffer out;
  protected final Buffer lse;

  public PagedMlaDecodeVariant(Memory memory, AttentionOptions options, Problem problem) {
    super(memory, options);
    PagedLatentCache cache = problem.cache();
    this.problem = problem;
    this.query = memory.input("query", problem.query(), problem.width());
    this.pool = memory.pool(cache);
    this.pageTable = memory.indices("pageTable", cache.pageTable());
    this.lengths = memory.indices("lengths", cache.lengths());
    this.out = memory.output("out", problem.rows(), problem.latent());
    this.lse = memory.output("lseNats", problem.rows(), 1);
  }

  /** Makes one run's kernel. */
  @FunctionalInterface
  public interface Maker {
    PagedMlaDecodeVariant make(Memory memory, AttentionOptions options, Problem problem);
  }

  /** Implementations with these options, each with memory of its own. */
  public static Function<Surroundings, Implementation<Problem>> with(
      AttentionOptions options, Maker maker) {
    return Memory.implementation((memory, problem) -> maker.make(memory, options, problem).run());
  }

  /** Groups of heads in a sequence. */
  protected int headGroups() {
    return Math.ceilDiv(problem.heads(), options.headsPerGroup());
  }

  @Override
  protected int groups() {
    return problem.batch() * headGroups();
  }

  /** The sequence of a group. */
  protected int sequence(int group) {
    return group / headGroups();
  }

  @Override
  protected int[] rows(int group) {
    int first = group % headGroups() * options.headsPerGroup();
    int last = Math.min(problem.heads(), first + options.headsPerGroup());
    int tokens = problem.queryTokens();
    return IntStream.range(sequence(group) * tokens, (sequence(group) + 1) * tokens)
        .flatMap(token -> IntStream.range(first, last).map(h -> token * problem.heads() + h))
        .toArray();
  }

  /** The sequence of a row. */
  protected int sequenceOf(int row) {
    return row / problem.heads() / problem.queryTokens();
  }

  /** The query token of a row, within its sequence. */
  protected int tokenOf(int row) {
    return row / problem.heads() % problem.queryTokens();
  }

  @Override
  protected int keys(int group) {
    return lengths.load(sequence(group));
  }

  @Override
  protected int visible(int row) {
    int hidden = problem.causal() ? problem.queryTokens() - 1 - tokenOf(row) : 0;
    return Math.max(0, lengths.load(sequenceOf(row)) - hidden);
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
    return problem.latent();
  }

  @Override
  protected float scale() {
    return problem.scale();
  }

  @Override
  protected float[] query(int row) {
    float[] features = new float[keyWidth()];
    query.load(row * query.stride(), features.length, features, 0);
    return features;
  }

  @Override
  protected void load(int group, int t, AttentionTile tile, int j) {
    int page = page(sequence(group), t);
    loadKey(address(page), slot(t), tile.keys[j]);
    loadValue(tile, j);
  }

  /** The page of key {@code t}. */
  protected int page(int b, int t) {
    int entries = problem.cache().pagesPerSequence();
    return pageTable.load((long) b * entries + t / problem.cache().pageSize());
  }

  /** Where a page begins, in bytes. */
  protected long address(int page) {
    return page * pool.stride();
  }

  /** The slot of key {@code t} within its page. */
  protected int slot(int t) {
    return t % problem.cache().pageSize();
  }

  /** A whole key, dequantised. */
  protected void loadKey(long address, int slot, float[] key) {
    pool.read(address, slot, 0, key.length, key, 0);
  }

  /** A value is the latent part of its key. */
  protected void loadValue(AttentionTile tile, int j) {
    System.arraycopy(tile.keys[j], 0, tile.values[j], 0, valueWidth());
  }

  @Override
  protected void store(int row, float[] values, float lseNats) {
    out.store(row * out.stride(), values.length, values, 0);
    lse.store(row * lse.stride(), lseNats);
  }

  @Override
  protected Result result() {
    return PagedMlaDecode.result(problem, out.toDoubles(), lse.toDoubles());
  }
}
