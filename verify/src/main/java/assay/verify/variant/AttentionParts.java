package assay.verify.variant;

import java.util.stream.IntStream;

/**
 * Keys in parts: where parts begin, what each leaves in the workspace, and how they are merged.
 *
 * <p>Workspace: values [rows · parts, V], divided already, and lse [rows · parts, 1].
 */
public abstract class AttentionParts extends AttentionNumbers {

  /** Counted once, as a launcher does; 0 until then. */
  private int mostSplits;

  protected AttentionParts(Memory memory, AttentionOptions options) {
    super(memory, options);
  }

  /** Rows of the result. */
  protected abstract int rowCount();

  /** V. */
  protected abstract int valueWidth();

  /** How many groups of rows there are. */
  protected abstract int groups();

  /** The rows of one group. */
  protected abstract int[] rows(int group);

  /** How many keys the rows of a group walk over. */
  protected abstract int keys(int group);

  /** Writes a row's result, as it is. */
  protected abstract void store(int row, float[] values, float lseNats);

  /** How many parts the keys of a group come in, at least 1. */
  protected int splits(int group) {
    return options.splits().count(keys(group));
  }

  /** The first key of a part; that of one part more is the end. */
  protected int splitBegin(int group, int split) {
    return options.splits().begin(keys(group), options.tileKeys(), split);
  }

  /** Where a part ends. */
  protected int splitEnd(int group, int split) {
    return splitBegin(group, split + 1);
  }

  /** The most parts of any group. */
  protected int mostSplits() {
    if (mostSplits == 0) {
      mostSplits = IntStream.range(0, groups()).map(this::splits).max().orElse(1);
    }
    return mostSplits;
  }

  /** Where in the workspace a row's part lies, counted in its rows. */
  protected long place(int row, int split) {
    return (long) row * mostSplits() + split;
  }

  /** Where a row's part begins in a buffer of the workspace. */
  protected long index(Buffer workspace, int row, int split) {
    return place(row, split) * workspace.stride();
  }

  protected Buffer partialValues() {
    return memory.workspace("partial values", rowCount() * mostSplits(), valueWidth());
  }

  protected Buffer partialLse() {
    return memory.workspace("partial lse", rowCount() * mostSplits(), 1);
  }

  /** Leaves a part for the merge. */
  protected void keep(int row, int split, float[] values, float lse) {
    Buffer partial = partialValues();
    partial.store(index(partial, row, split), values.length, values, 0);
    partialLse().store(index(partialLse(), row, split), lse);
  }

  /** Merges the parts of every row of a group. */
  protected void merge(int group) {
    for (int row : rows(group)) {
      merge(row, splits(group));
    }
  }

  /** The parts' values, averaged by their shares of the whole; a share of 0 still meets a NaN. */
  protected void merge(int row, int parts) {
    float[] lse = loadLse(row, parts);
    float largest = mergeMaximum(lse);
    float sum = mergedSum(lse, largest);
    float whole = largest == Float.NEGATIVE_INFINITY ? largest : largest + log(sum);
    float against = options.mergesByLse() ? whole : largest;
    float[] values = new float[valueWidth()];
    for (int split = 0; split < parts; split++) {
      float weight = mergeWeight(lse[split], against);
      if (weight != 0 || lse[split] != Float.NEGATIVE_INFINITY) {
        addPart(values, options.mergesByLse() ? weight : weight / sum, row, split);
      }
    }
    storeRounded(row, values, whole);
  }

  private float[] loadLse(int row, int parts) {
    Buffer partial = partialLse();
    float[] lse = new float[parts];
    for (int split = 0; split < parts; split++) {
      lse[split] = partial.load(index(partial, row, split));
    }
    return lse;
  }

  /** The weights' sum over all parts, relative to {@code largest}. */
  protected float mergedSum(float[] lse, float largest) {
    float sum = 0;
    for (float part : lse) {
      sum += mergeWeight(part, largest);
    }
    return sum;
  }

  /** What partial lse are held against. */
  protected float mergeMaximum(float[] lse) {
    return largest(Float.NEGATIVE_INFINITY, lse);
  }

  /** exp(lse − against); 0 for an empty part. */
  protected float mergeWeight(float lse, float against) {
    boolean empty = lse == Float.NEGATIVE_INFINITY;
    return empty ? 0 : options.exponential().exp2(mergeExponent(lse, against));
  }

  /** Adds one part's values times its weight. */
  protected void addPart(float[] values, float weight, int row, int split) {
    Buffer partial = partialValues();
    float[] part = new float[values.length];
    partial.load(index(partial, row, split), part.length, part, 0);
    for (int d = 0; d < values.length; d++) {
      values[d] = Math.fma(weight, part[d], values[d]);
    }
  }

  /** Writes a row's result in its formats; {@code lse} in the base of {@link #log}. */
  protected void storeRounded(int row, float[] values, float lse) {
    float[] rounded = new float[values.length];
    for (int d = 0; d < rounded.length; d++) {
      rounded[d] = output(values[d]);
    }
    store(row, rounded, nats(lse));
  }
}
