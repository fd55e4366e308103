package assay.bench.peers;

import assay.numerics.FloatFormat;
import assay.spec.Accumulation;
import assay.spec.NumericContract;

/** What the peers are supposed to keep: one format throughout, softmax over all keys at once. */
final class PeerContracts {

  /** Units in the last place that 2^x and ln x may be off, in units of the roundoff. */
  private static final int EXP = 4;

  private static final int LOG = 64;

  private PeerContracts() {}

  /** Everything in {@code format}. */
  static NumericContract of(FloatFormat format) {
    double roundoff = format.unitRoundoff();
    Accumulation any = Accumulation.CHAIN;
    return new NumericContract(
        format,
        format,
        format,
        any,
        any,
        format,
        format,
        EXP * roundoff,
        LOG * roundoff,
        Integer.MAX_VALUE);
  }
}
