package assay.verify;

import assay.golden.CombineSplitsReference;
import assay.numerics.Elements;
import assay.spec.CombineSplits;
import assay.spec.ErrorBudget;
import assay.spec.Expectation;
import assay.spec.NumericContract;
import assay.spec.Result;
import assay.spec.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of attention as a subject gave them, with what they exactly are and how far the subject may
 * be off.
 *
 * @param width features of a row's out
 * @param out and lse as the subject gave them
 * @param exactOut and exactLse by the golden model
 */
record AttentionRows(
    int width,
    double[] out,
    double[] lse,
    double[] exactOut,
    double[] exactLse,
    ErrorBudget outBudget,
    ErrorBudget lseBudget) {

  static AttentionRows of(Result actual, Expectation expected, int width) {
    return new AttentionRows(
        width,
        actual.tensor("out").values(),
        actual.tensor("lseNats").values(),
        expected.result().tensor("out").values(),
        expected.result().tensor("lseNats").values(),
        expected.budgets().get(0),
        expected.budgets().get(1));
  }

  int count() {
    return lse.length;
  }

  /** Row i is row {@code rows[i]} of these. */
  AttentionRows gather(int... rows) {
    return new AttentionRows(
        width,
        gather(out, width, rows),
        gather(lse, 1, rows),
        gather(exactOut, width, rows),
        gather(exactLse, 1, rows),
        gather(outBudget, width, rows),
        gather(lseBudget, 1, rows));
  }

  /** Token i, of {@code heads} rows, is token {@code tokens[i]} of these. */
  AttentionRows gatherTokens(int heads, int... tokens) {
    int[] rows = new int[tokens.length * heads];
    Arrays.setAll(rows, row -> tokens[row / heads] * heads + row % heads);
    return gather(rows);
  }

  /** lse of row i is greater by {@code shifts[i]}; shifts and sums are each rounded once. */
  AttentionRows withLseShifted(double... shifts) {
    double[] shifted = add(lse, shifts);
    double[] exact = add(exactLse, shifts);
    double[] rounding = new double[shifts.length];
    Arrays.setAll(rounding, i -> Math.ulp(shifted[i]) + Math.ulp(exact[i]) + Math.ulp(shifts[i]));
    ErrorBudget budget = sum(lseBudget, new ErrorBudget(rounding, rounding));
    return new AttentionRows(width, out, shifted, exactOut, exact, outBudget, budget);
  }

  /** Every out is twice what it was, and so is what it may be off by. */
  AttentionRows withOutDoubled() {
    return new AttentionRows(
        width,
        add(out, out),
        lse,
        add(exactOut, exactOut),
        exactLse,
        sum(outBudget, outBudget),
        lseBudget);
  }

  /** With the lse of other rows. */
  AttentionRows withLse(AttentionRows other) {
    return new AttentionRows(
        width, out, other.lse, exactOut, other.exactLse, outBudget, other.lseBudget);
  }

  AttentionRows withOut(double[] other) {
    return new AttentionRows(width, other, lse, exactOut, exactLse, outBudget, lseBudget);
  }

  /** What other rows may be off by comes on top. */
  AttentionRows withMoreBudget(AttentionRows other) {
    ErrorBudget ofOut = sum(outBudget, other.outBudget);
    ErrorBudget ofLse = sum(lseBudget, other.lseBudget);
    return new AttentionRows(width, out, lse, exactOut, exactLse, ofOut, ofLse);
  }

  /** Rows that are what they are, such as a range's end. */
  AttentionRows withoutBudget() {
    ErrorBudget ofOut = ErrorBudget.ofLength(out.length);
    ErrorBudget ofLse = ErrorBudget.ofLength(lse.length);
    return new AttentionRows(width, out, lse, exactOut, exactLse, ofOut, ofLse);
  }

  /** The values, as a result whose tensors are [n, d] and [n]. */
  Result result() {
    return result(out, lse);
  }

  private Result result(double[] values, double[] logs) {
    Tensor.Axis n = new Tensor.Axis("n", count());
    return Result.of(
        new Tensor("out", List.of(n, new Tensor.Axis("d", width)), values),
        new Tensor("lseNats", List.of(n), logs));
  }

  /** Whether every element is within its budget. */
  Finding againstExact() {
    Result exact = result(exactOut, exactLse);
    return Finding.of(
        Judge.compare(new Expectation(exact, List.of(outBudget, lseBudget)), result()));
  }

  /** Whether rows that are exactly the same are no further apart than each may be off. */
  static Finding agree(AttentionRows first, AttentionRows second) {
    List<ErrorBudget> budgets =
        List.of(
            sum(first.outBudget, second.outBudget), //
            sum(first.lseBudget, second.lseBudget));
    return Finding.of(Judge.compare(new Expectation(first.result(), budgets), second.result()));
  }

  /**
   * The rows over all keys, merged exactly from rows over parts of them.
   *
   * <p>With ε_k = e^δ − 1 for a part whose lse may be off by δ, and d_k what its out may be off, it
   * is lemma 18's attention over the parts: out moves by at most (Σ w_k ε_k |x_k − o| + Σ w_k (1 +
   * ε_k) d_k) / (1 − Σ w_k ε_k), lse by the smaller of max δ and Σ w_k ε_k / (1 − Σ w_k ε_k). The
   * merge itself is the golden model's, with its own budget.
   */
  static AttentionRows merged(List<AttentionRows> parts) {
    int width = parts.getFirst().width;
    Expectation actual = merge(parts, width, false);
    Expectation exact = merge(parts, width, true);
    AttentionRows merged = of(actual.result(), exact, width);
    ErrorBudget out = moved(parts, merged, true);
    ErrorBudget lse = moved(parts, merged, false);
    return new AttentionRows(
        width,
        merged.out,
        merged.lse,
        merged.exactOut,
        merged.exactLse,
        sum(sum(out, merged.outBudget), actual.budgets().get(0)),
        sum(sum(lse, merged.lseBudget), actual.budgets().get(1)));
  }

  private static Expectation merge(List<AttentionRows> parts, int width, boolean exact) {
    double[] outs =
        parts.stream().flatMapToDouble(p -> Arrays.stream(exact ? p.exactOut : p.out)).toArray();
    double[] lses =
        parts.stream().flatMapToDouble(p -> Arrays.stream(exact ? p.exactLse : p.lse)).toArray();
    var problem =
        new CombineSplits.Problem(parts.size(), width, Elements.of(outs), Elements.of(lses));
    return CombineSplitsReference.create().expect(problem, NumericContract.BINARY64);
  }

  private static ErrorBudget moved(List<AttentionRows> parts, AttentionRows whole, boolean ofOut) {
    double[] hard = new double[ofOut ? whole.out.length : whole.lse.length];
    double[] statistical = new double[hard.length];
    for (int row = 0; row < whole.count(); row++) {
      PartErrors worst = PartErrors.of(parts, row, whole.exactLse[row], ErrorBudget::hard);
      PartErrors usual = PartErrors.of(parts, row, whole.exactLse[row], ErrorBudget::statistical);
      int first = ofOut ? row * whole.width : row;
      int last = ofOut ? first + whole.width : first + 1;
      for (int i = first; i < last; i++) {
        hard[i] = ofOut ? worst.out(i, whole.exactOut[i]) : worst.lse();
        statistical[i] = ofOut ? usual.out(i, whole.exactOut[i]) : usual.lse();
      }
    }
    return new ErrorBudget(hard, statistical);
  }

  private static double[] gather(double[] values, int width, int... rows) {
    double[] gathered = new double[rows.length * width];
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(values, rows[row] * width, gathered, row * width, width);
    }
    return gathered;
  }

  private static ErrorBudget gather(ErrorBudget budget, int width, int... rows) {
    return new ErrorBudget(
        gather(budget.hard(), width, rows), gather(budget.statistical(), width, rows));
  }

  private static ErrorBudget sum(ErrorBudget first, ErrorBudget second) {
    return new ErrorBudget(
        add(first.hard(), second.hard()), add(first.statistical(), second.statistical()));
  }

  private static double[] add(double[] first, double[] second) {
    double[] sums = new double[first.length];
    Arrays.setAll(sums, i -> first[i] + second[i]);
    return sums;
  }
}
