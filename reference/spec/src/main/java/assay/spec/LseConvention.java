package assay.spec;

/**
 * How a lse is written down.
 *
 * @param base the logarithm's
 * @param emptyRow what stands for a row that sees no key; not NaN, in no base, and to the bit: of
 *     kernels that write F32, a number of F32
 * @param layout the order of its axes
 * @param sink whether an attention sink counts as a term of the sum
 */
public record LseConvention(Base base, double emptyRow, Layout layout, boolean sink) {

  /** Nats, −∞, [B, S, H], sinks left out: what every operator here returns. */
  public static final LseConvention CANONICAL =
      new LseConvention(Base.E, Double.NEGATIVE_INFINITY, Layout.B_S_H, false);

  /** Of the logarithm. */
  public enum Base {
    E,
    TWO
  }

  /** The axes, outermost first; n is the query token b · S + s. */
  public enum Layout {
    B_S_H("[B, S, H]"),
    B_H_S("[B, H, S]"),
    N_H("[N, H]"),
    H_N("[H, N]");

    private final String text;

    Layout(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }

    /** Where (b, s, h) stands. */
    public int index(int b, int s, int h, int queryTokens, int batch, int heads) {
      int token = b * queryTokens + s;
      return switch (this) {
        case B_S_H, N_H -> token * heads + h;
        case B_H_S -> (b * heads + h) * queryTokens + s;
        case H_N -> h * batch * queryTokens + token;
      };
    }
  }

  public LseConvention {
    if (Double.isNaN(emptyRow)) {
      throw new IllegalArgumentException("emptyRow is NaN; it must be a number or an infinity");
    }
  }
}
