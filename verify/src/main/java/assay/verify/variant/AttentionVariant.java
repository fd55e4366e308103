package assay.verify.variant;

import assay.spec.Result;
import java.util.Arrays;

/**
 * One run of an attention kernel in F32: online softmax over tiles of keys, part after part. Every
 * step is small, and a planted bug overrides one.
 *
 * <p>Rows that read the same keys make a group; each row sees the first {@link #visible} of them.
 */
public abstract class AttentionVariant extends AttentionParts {

  protected AttentionVariant(Memory memory, AttentionOptions options) {
    super(memory, options);
  }

  /** How many of its group's keys a row sees: the first. */
  protected abstract int visible(int row);

  protected abstract int keyWidth();

  /** The row's query in F32, in an array of its own. */
  protected abstract float[] query(int row);

  /** Loads key and value {@code t} of a group into place {@code j} of the tile. */
  protected abstract void load(int group, int t, AttentionTile tile, int j);

  /** What was stored. */
  protected abstract Result result();

  /** Runs every part of every group, then merges. */
  public Result run() {
    for (int group = 0; group < groups(); group++) {
      for (int split = 0; split < splits(group); split++) {
        part(group, split);
      }
    }
    for (int group = 0; group < groups(); group++) {
      if (isMerged(group)) {
        merge(group);
      }
    }
    return result();
  }

  /** Whether the parts of a group go through the workspace. */
  protected boolean isMerged(int group) {
    return splits(group) > 1;
  }

  /** Softmax and weighted values of a group's rows over one part of its keys. */
  protected void part(int group, int split) {
    int begin = splitBegin(group, split);
    int end = splitEnd(group, split);
    AttentionRow[] states = states(group);
    AttentionTile tile = new AttentionTile(memory, options.tileKeys(), keyWidth(), valueWidth());
    if (options.twoPasses()) {
      maxima(group, begin, end, states, tile);
    }
    for (int first : tileStarts(begin, end)) {
      loadTile(group, first, end, tile);
      for (AttentionRow state : states) {
        attend(state, tile);
      }
    }
    for (AttentionRow state : states) {
      finish(state, group, split);
    }
  }

  /** A group's rows before the first key. */
  protected AttentionRow[] states(int group) {
    return Arrays.stream(rows(group))
        .mapToObj(row -> new AttentionRow(row, scaledQuery(query(row)), valueWidth()))
        .toArray(AttentionRow[]::new);
  }

  /** The first pass of two. */
  private void maxima(int group, int begin, int end, AttentionRow[] states, AttentionTile tile) {
    for (int first : tileStarts(begin, end)) {
      loadTile(group, first, end, tile);
      for (AttentionRow state : states) {
        state.largest = largest(state.largest, scores(state, tile));
      }
    }
  }

  /** The first key of each tile between two keys, in the order they are taken. */
  protected int[] tileStarts(int begin, int end) {
    int step = options.tileKeys();
    int[] starts = new int[Math.max(0, Math.ceilDiv(end - begin, step))];
    for (int i = 0; i < starts.length; i++) {
      int place = options.backwards() ? starts.length - 1 - i : i;
      starts[i] = begin + place * step;
    }
    return starts;
  }

  /** Loads keys from {@code first} on, as many as fit before {@code end}. */
  protected void loadTile(int group, int first, int end, AttentionTile tile) {
    int count = Math.min(tile.capacity(), end - first);
    tile.begin(first, count);
    for (int j = 0; j < count; j++) {
      load(group, first + j, tile, j);
    }
    for (int j = count; j < tile.capacity(); j++) {
      clear(tile, j);
    }
    tile.transpose();
  }

  /** Makes place {@code j} of a tile's tail harmless. */
  protected void clear(AttentionTile tile, int j) {
    Arrays.fill(tile.keys[j], 0);
    Arrays.fill(tile.values[j], 0);
  }

  /** How many keys of the tile the row sees. */
  protected int visibleIn(AttentionRow state, AttentionTile tile) {
    return Math.clamp(visible(state.row) - tile.first(), 0, tile.count());
  }

  /** Takes one tile into a row's state. */
  protected void attend(AttentionRow state, AttentionTile tile) {
    float[] weights = scores(state, tile);
    float largest = largest(state.largest, weights);
    rescale(state, rescaling(state.largest, largest));
    state.largest = largest;
    for (int j = 0; j < weights.length; j++) {
      weights[j] = weight(weights[j], largest);
    }
    state.sum = addWeights(state.sum, weights);
    addValues(state, weights, tile);
  }

  /** Masked scores of all places of the tile. */
  protected float[] scores(AttentionRow state, AttentionTile tile) {
    float[] scores = new float[tile.capacity()];
    dots(state, tile, scores);
    for (int j = 0; j < scores.length; j++) {
      scores[j] = score(scores[j]);
    }
    mask(scores, visibleIn(state, tile));
    return scores;
  }

  /** Adds the weighted values of the keys that the row sees. */
  protected void addValues(AttentionRow state, float[] weights, AttentionTile tile) {
    for (int j = 0; j < weights.length; j++) {
      weights[j] = rounded(weights[j]);
    }
    int terms = weighted(state, tile);
    options.values().accumulate(state.values, valueWidth(), weights, terms, tile.values);
  }

  /** How many places of the tile meet their weights; a masked value may be NaN. */
  protected int weighted(AttentionRow state, AttentionTile tile) {
    return visibleIn(state, tile);
  }

  /** Divides, and writes the result or leaves the part for the merge. */
  protected void finish(AttentionRow state, int group, int split) {
    float[] values = new float[valueWidth()];
    float lse = Float.NEGATIVE_INFINITY;
    if (!isEmpty(state)) {
      normalise(state, values);
      lse = lse(state.largest, state.sum);
    }
    if (isMerged(group)) {
      keep(state.row, split, values, lse);
    } else {
      storeRounded(state.row, values, lse);
    }
  }

  /** Whether a row saw no key. */
  protected boolean isEmpty(AttentionRow state) {
    return state.largest == Float.NEGATIVE_INFINITY;
  }
}
