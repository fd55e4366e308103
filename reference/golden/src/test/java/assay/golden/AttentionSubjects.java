package assay.golden;

import assay.spec.Implementation;
import assay.spec.MhaDecode;
import assay.spec.MlaPrefill;
import assay.spec.SparseMlaDecode;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** {@link RowKernel} as an implementation of each operator, whole or with a bug in every row. */
final class AttentionSubjects {

  private AttentionSubjects() {}

  /** No bug. */
  static FormulaRow honest(FormulaRow row) {
    return row;
  }

  static FormulaRow lastKeyDropped(FormulaRow row) {
    return firstKeys(row, Math.max(0, row.keys().length - 1));
  }

  static FormulaRow firstKeys(FormulaRow row, int keys) {
    return new FormulaRow(
        row.query(),
        Arrays.copyOf(row.keys(), keys),
        Arrays.copyOf(row.values(), keys),
        row.valueWidth(),
        row.scale(),
        row.sink());
  }

  static FormulaRow scaleMissing(FormulaRow row) {
    return with(row, 1, row.sink());
  }

  /** Joined to the raw scores, before they are scaled. */
  static FormulaRow sinkScaled(FormulaRow row) {
    return with(row, row.scale(), row.scale() * row.sink());
  }

  static FormulaRow sinkForgotten(FormulaRow row) {
    return with(row, row.scale(), Double.NEGATIVE_INFINITY);
  }

  private static FormulaRow with(FormulaRow row, double scale, double sink) {
    return new FormulaRow(row.query(), row.keys(), row.values(), row.valueWidth(), scale, sink);
  }

  static Implementation<MhaDecode.Problem> mha(RowKernel kernel, UnaryOperator<FormulaRow> bug) {
    return problem -> {
      double[] out = new double[problem.rows() * problem.valueWidth()];
      IntFunction<FormulaRow> rows = i -> bug.apply(MhaDecodeFormula.row(problem, i));
      double[] lse = attend(kernel, rows, problem.rows(), out);
      return MhaDecode.result(problem, out, lse);
    };
  }

  static Implementation<MlaPrefill.Problem> prefill(
      RowKernel kernel, UnaryOperator<FormulaRow> bug) {
    return problem -> {
      double[] out = new double[problem.rows() * problem.valueWidth()];
      IntFunction<FormulaRow> rows = i -> bug.apply(MlaPrefillFormula.row(problem, i));
      double[] lse = attend(kernel, rows, problem.rows(), out);
      return MlaPrefill.result(problem, out, lse);
    };
  }

  static Implementation<SparseMlaDecode.Problem> sparse(
      RowKernel kernel, UnaryOperator<FormulaRow> bug) {
    return problem -> {
      double[] out = new double[problem.rows() * problem.valueWidth()];
      IntFunction<FormulaRow> rows = i -> bug.apply(SparseMlaDecodeFormula.row(problem, i));
      double[] lse = attend(kernel, rows, problem.rows(), out);
      return SparseMlaDecode.result(problem, out, lse);
    };
  }

  /** Fills {@code out} and returns lse. */
  static double[] attend(RowKernel kernel, IntFunction<FormulaRow> rows, int count, double[] out) {
    double[] lse = new double[count];
    for (int i = 0; i < count; i++) {
      lse[i] = kernel.attend(rows.apply(i), out, i * (out.length / count));
    }
    return lse;
  }
}
