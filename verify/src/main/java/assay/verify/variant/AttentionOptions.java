package assay.verify.variant;

import assay.numerics.FloatFormat;
import assay.spec.Accumulation;
import assay.spec.NumericContract;

/**
 * What a contract leaves open to an attention kernel.
 *
 * @param tileKeys keys that are loaded together, between two rescalings
 * @param splits how keys are shared out
 * @param mergesByLse whether parts are weighted by exp(lse − the whole lse), as FlashMLA does,
 *     instead of by quotients
 * @param backwards whether tiles come in falling order
 * @param twoPasses whether the maximum over all keys of a part is found first
 * @param headsPerGroup heads that share a loaded tile
 * @param scaling where the softmax scale comes in
 * @param scores how products of query and key are summed
 * @param values how weighted values are summed
 * @param exponential 2^x
 * @param weights format that weights are rounded to before they meet the values: F32, BF16 or FP16
 * @param output format of {@code out}: F32, BF16 or FP16
 */
public record AttentionOptions(
    int tileKeys,
    Splits splits,
    boolean mergesByLse,
    boolean backwards,
    boolean twoPasses,
    int headsPerGroup,
    Scaling scaling,
    Arithmetic scores,
    Arithmetic values,
    Exponential exponential,
    FloatFormat weights,
    FloatFormat output) {

  /** F32 everywhere, tiles of 64 keys, the scale multiplied into scores, no splits. */
  public static final AttentionOptions F32 =
      new AttentionOptions(
          64,
          Splits.NONE,
          false,
          false,
          false,
          64,
          Scaling.SCORE,
          new FmaChain(),
          new FmaChain(),
          Exponential.LIBRARY,
          FloatFormat.F32,
          FloatFormat.F32);

  /** The same with weights and outputs in bf16. */
  public static final AttentionOptions BF16 =
      F32.withWeights(FloatFormat.BF16).withOutput(FloatFormat.BF16);

  /** The longest context that {@link #contract()} speaks of. */
  private static final int MOST_KEYS = 32_768;

  /** What a kernel with these options promises, and keeps for up to 32,768 keys. */
  public NumericContract contract() {
    return new NumericContract(
        FloatFormat.F32,
        weights,
        FloatFormat.F32,
        scores.accumulation(),
        overKeys(),
        output,
        FloatFormat.F32,
        exponential.relativeError(),
        NumericContract.F32.logAbsoluteError(),
        tileKeys);
  }

  /** A part's keys are summed apart from those of others. */
  private Accumulation overKeys() {
    Accumulation tiles = values.accumulation(tileKeys);
    int part = splits.keysOfPart(MOST_KEYS, tileKeys);
    boolean parted = part < MOST_KEYS && (tiles.apart() == 1 || part < tiles.apart());
    return parted ? tiles.inBlocksOf(part) : tiles;
  }

  public AttentionOptions withTileKeys(int changed) {
    return new AttentionOptions(
        changed,
        splits,
        mergesByLse,
        backwards,
        twoPasses,
        headsPerGroup,
        scaling,
        scores,
        values,
        exponential,
        weights,
        output);
  }

  public AttentionOptions withSplits(Splits changed) {
    return new AttentionOptions(
        tileKeys,
        changed,
        mergesByLse,
        backwards,
        twoPasses,
        headsPerGroup,
        scaling,
        scores,
        values,
        exponential,
        weights,
        output);
  }

  public AttentionOptions withMergeByLse() {
    return new AttentionOptions(
        tileKeys,
        splits,
        true,
        backwards,
        twoPasses,
        headsPerGroup,
        scaling,
        scores,
        values,
        exponential,
        weights,
        output);
  }

  public AttentionOptions withBackwards() {
    return new AttentionOptions(
        tileKeys,
        splits,
        mergesByLse,
        true,
        twoPasses,
        headsPerGroup,
        scaling,
        scores,
        values,
        exponential,
        weights,
        output);
  }

  public AttentionOptions withTwoPasses() {
    return new AttentionOptions(
        tileKeys,
        splits,
        mergesByLse,
        backwards,
        true,
        headsPerGroup,
        scaling,
        scores,
        values,
        exponential,
        weights,
        output);
  }

  public AttentionOptions withHeadsPerGroup(int changed) {
    return new AttentionOptions(
        tileKeys,
        splits,
        mergesByLse,
        backwards,
        twoPasses,
        changed,
        scaling,
        scores,
        values,
        exponential,
        weights,
        output);
  }

  public AttentionOptions withScaling(Scaling changed) {
    return new AttentionOptions(
        tileKeys,
        splits,
        mergesByLse,
        backwards,
        twoPasses,
        headsPerGroup,
        changed,
        scores,
        values,
        exponential,
        weights,
        output);
  }

  /** Sums over features. */
  public AttentionOptions withScores(Arithmetic changed) {
    return new AttentionOptions(
        tileKeys,
        splits,
        mergesByLse,
        backwards,
        twoPasses,
        headsPerGroup,
        scaling,
        changed,
        values,
        exponential,
        weights,
        output);
  }

  /** Sums over keys. */
  public AttentionOptions withValues(Arithmetic changed) {
    return new AttentionOptions(
        tileKeys,
        splits,
        mergesByLse,
        backwards,
        twoPasses,
        headsPerGroup,
        scaling,
        scores,
        changed,
        exponential,
        weights,
        output);
  }

  public AttentionOptions withExponential(Exponential changed) {
    return new AttentionOptions(
        tileKeys,
        splits,
        mergesByLse,
        backwards,
        twoPasses,
        headsPerGroup,
        scaling,
        scores,
        values,
        changed,
        weights,
        output);
  }

  public AttentionOptions withWeights(FloatFormat changed) {
    return new AttentionOptions(
        tileKeys,
        splits,
        mergesByLse,
        backwards,
        twoPasses,
        headsPerGroup,
        scaling,
        scores,
        values,
        exponential,
        changed,
        output);
  }

  public AttentionOptions withOutput(FloatFormat changed) {
    return new AttentionOptions(
        tileKeys,
        splits,
        mergesByLse,
        backwards,
        twoPasses,
        headsPerGroup,
        scaling,
        scores,
        values,
        exponential,
        weights,
        changed);
  }
}
