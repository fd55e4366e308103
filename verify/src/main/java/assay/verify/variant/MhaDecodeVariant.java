package assay.verify.variant;

import assay.spec.Implementation;
import assay.spec.MhaDecode;
import assay.spec.MhaDecode.Problem;
import assay.spec.PageTable;
import assay.spec.Result;
import java.util.function.Function;

/**
 * One run of {@link MhaDecode}: query heads that share a key-value head share its loaded tiles, up
 * to {@code headsPerGroup} of them and all query tokens.
 */
public class MhaDecodeVariant extends AttentionVariant {

  protected final Problem problem;
  protected final Buffer query;
  protected final Buffer keys;
  protected final Buffer values;
  protected final Indices pageTable;
  protected final Indices lengths;
  protected final Buffer out;
  protected final Buffer lse;

  public MhaDecodeVariant(Memory memory, AttentionOptions options, Problem problem) {
    super(memory, options);
    this.problem = problem;
    PageTable table = problem.table();
    query = memory.input("query", problem.query(), problem.keyWidth());
    keys = memory.input("keys", problem.keys(), problem.keyWidth());
    values = memory.input("values", problem.values(), problem.valueWidth());
    pageTable = memory.indices("pageTable", table.entries());
    lengths = memory.indices("lengths", table.lengths());
    out = memory.output("out", problem.rows(), problem.valueWidth());
    lse = memory.output("lse", problem.batch() * problem.queryTokens(), problem.heads());
  }

  /** Makes one run's kernel. */
  @FunctionalInterface
  public interface Maker {
    MhaDecodeVariant make(Memory memory, AttentionOptions options, Problem problem);
  }

  /** Implementations with these options, each with memory of its own. */
  public static Function<Surroundings, Implementation<Problem>> with(
      AttentionOptions options, Maker maker) {
    return Memory.implementation((memory, problem) -> maker.make(memory, options, problem).run());
  }

  @Override
  protected int groups() {
    return problem.batch() * problem.keyValueHeads() * chunks();
  }

  /** Groups of query heads to a key-value head. */
  private int chunks() {
    return Math.ceilDiv(problem.groupSize(), options.headsPerGroup());
  }

  /** b of a group. */
  protected int sequence(int group) {
    return group / (problem.keyValueHeads() * chunks());
  }

  /** g of a group. */
  protected int keyValueHead(int group) {
    return group / chunks() % problem.keyValueHeads();
  }

  @Override
  protected int[] rows(int group) {
    int first = group % chunks() * options.headsPerGroup();
    int count = Math.min(options.headsPerGroup(), problem.groupSize() - first);
    int[] rows = new int[problem.queryTokens() * count];
    for (int i = 0; i < rows.length; i++) {
      int token = sequence(group) * problem.queryTokens() + i / count;
      rows[i] = token * problem.heads() + head(keyValueHead(group), first + i % count);
    }
    return rows;
  }

  /** The {@code i}-th query head that reads key-value head {@code g}. */
  protected int head(int g, int i) {
    return g * problem.groupSize() + i;
  }

  @Override
  protected int keys(int group) {
    return length(sequence(group));
  }

  protected int length(int b) {
    return lengths.load(b);
  }

  @Override
  protected int visible(int row) {
    int token = row / problem.heads();
    int hidden = hidden(token % problem.queryTokens());
    return Math.max(0, length(token / problem.queryTokens()) - hidden);
  }

  /** How many of the newest keys query token {@code s} does not see. */
  protected int hidden(int s) {
    return problem.causal() ? problem.queryTokens() - 1 - s : 0;
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
    query.load(queryAt(row), features.length, features, 0);
    return features;
  }

  protected long queryAt(int row) {
    return row * query.stride();
  }

  @Override
  protected void load(int group, int t, AttentionTile tile, int j) {
    long row = row(slot(sequence(group), t), keyValueHead(group));
    keys.load(keyAt(row), keyWidth(), tile.keys[j], 0);
    values.load(valueAt(row), valueWidth(), tile.values[j], 0);
  }

  /** Which row of keys and values a slot has for key-value head {@code g}. */
  protected long row(long slot, int g) {
    return slot * problem.keyValueHeads() + g;
  }

  /** The slot of key {@code t} of a sequence. */
  protected long slot(int b, int t) {
    int pageSize = problem.table().pageSize();
    return (long) page(b, t / pageSize) * pageSize + t % pageSize;
  }

  /** Entry {@code i} of a sequence's page table. */
  protected int page(int b, int i) {
    return pageTable.load((long) b * problem.table().pagesPerSequence() + i);
  }

  /** Where the key of this slot and key-value head lies. */
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
    return MhaDecode.result(problem, out.toDoubles(), lse.toDoubles());
  }

  @Override
  protected int rowCount() {
    return problem.rows();
  }
}
