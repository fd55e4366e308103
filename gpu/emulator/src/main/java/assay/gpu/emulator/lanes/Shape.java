package assay.gpu.emulator.lanes;

import assay.gpu.emulator.machine.Step;

/**
 * The shape of an operation on lanes: the loop that runs it, and what it reads and writes.
 *
 * <p>Letters name the operands: W a register of up to 32 bits, L one of 64 bits, P a predicate. The
 * result comes first.
 *
 * @param <T> the type of the operation
 */
public record Shape<T>(Class<? extends Step> loop, char result, String operands) {

  public static final Shape<WordFromWord.Op> W_W = new Shape<>(WordFromWord.class, 'W', "W");
  public static final Shape<WordFromLong.Op> W_L = new Shape<>(WordFromLong.class, 'W', "L");
  public static final Shape<LongFromWord.Op> L_W = new Shape<>(LongFromWord.class, 'L', "W");
  public static final Shape<LongFromLong.Op> L_L = new Shape<>(LongFromLong.class, 'L', "L");
  public static final Shape<WordFromWordWord.Op> W_WW =
      new Shape<>(WordFromWordWord.class, 'W', "WW");
  public static final Shape<WordFromLongLong.Op> W_LL =
      new Shape<>(WordFromLongLong.class, 'W', "LL");
  public static final Shape<LongFromLongLong.Op> L_LL =
      new Shape<>(LongFromLongLong.class, 'L', "LL");
  public static final Shape<LongFromWordWord.Op> L_WW =
      new Shape<>(LongFromWordWord.class, 'L', "WW");
  public static final Shape<LongFromLongWord.Op> L_LW =
      new Shape<>(LongFromLongWord.class, 'L', "LW");
  public static final Shape<PredicateFromWordWord.Op> P_WW =
      new Shape<>(PredicateFromWordWord.class, 'P', "WW");
  public static final Shape<PredicateFromLongLong.Op> P_LL =
      new Shape<>(PredicateFromLongLong.class, 'P', "LL");
  public static final Shape<WordFromWordWordWord.Op> W_WWW =
      new Shape<>(WordFromWordWordWord.class, 'W', "WWW");
  public static final Shape<LongFromLongLongLong.Op> L_LLL =
      new Shape<>(LongFromLongLongLong.class, 'L', "LLL");
  public static final Shape<LongFromWordWordLong.Op> L_WWL =
      new Shape<>(LongFromWordWordLong.class, 'L', "WWL");
  public static final Shape<LongFromLongWordWord.Op> L_LWW =
      new Shape<>(LongFromLongWordWord.class, 'L', "LWW");
  public static final Shape<WordFromWordWordWordWord.Op> W_WWWW =
      new Shape<>(WordFromWordWordWordWord.class, 'W', "WWWW");
  public static final Shape<LongFromLongLongWordWord.Op> L_LLWW =
      new Shape<>(LongFromLongLongWordWord.class, 'L', "LLWW");
}
