package assay.verify.diagnosis;

import assay.numerics.FloatFormat;
import assay.spec.Accumulation;
import assay.spec.ErrorBudget;
import assay.spec.NumericContract;
import assay.verify.GoldenOperator;
import assay.verify.Subject;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Whether results are what a coarser arithmetic than the contract's would honestly give. */
final class Coarser {

  /** An error that uses less of the coarser budget is another mistake's, or none of it. */
  private static final double LEAST_USED = 1.0 / 16;

  private record Format(String title, NumericContract contract) {}

  private Coarser() {}

  /** In which way; empty where no one way is coarse enough for every wrong element. */
  static <P> Optional<String> clue(
      GoldenOperator<P> operator, Subject<P> subject, List<Sample<P>> wrong) {
    return formats(subject.contract()).stream()
        .filter(
            format -> wrong.stream().allMatch(sample -> honest(operator, format.contract, sample)))
        .map(Format::title)
        .findFirst();
  }

  private static List<Format> formats(NumericContract c) {
    return List.of(
        format(
            "weights as if rounded to bf16",
            c,
            c.scores(),
            FloatFormat.BF16,
            c.accumulator(),
            c.output(),
            c.overKeys()),
        format(
            "results as if rounded to bf16",
            c,
            c.scores(),
            c.weights(),
            c.accumulator(),
            FloatFormat.BF16,
            c.overKeys()),
        format(
            "sums as a matrix unit's of 24 bits",
            c,
            c.scores(),
            c.weights(),
            c.accumulator(),
            c.output(),
            Accumulation.AMPERE),
        format(
            "sums as a matrix unit's of 13 bits",
            c,
            c.scores(),
            c.weights(),
            c.accumulator(),
            c.output(),
            Accumulation.HOPPER_FP8),
        format(
            "sums as if in fp16",
            c,
            c.scores(),
            c.weights(),
            FloatFormat.FP16,
            c.output(),
            c.overKeys()),
        format(
            "scores as if in fp16",
            c,
            FloatFormat.FP16,
            c.weights(),
            c.accumulator(),
            c.output(),
            c.overKeys()),
        format(
            "sums as if in bf16",
            c,
            c.scores(),
            c.weights(),
            FloatFormat.BF16,
            c.output(),
            c.overKeys()),
        format(
            "scores as if in bf16",
            c,
            FloatFormat.BF16,
            c.weights(),
            c.accumulator(),
            c.output(),
            c.overKeys()));
  }

  private static Format format(
      String title,
      NumericContract c,
      FloatFormat scores,
      FloatFormat weights,
      FloatFormat accumulator,
      FloatFormat output,
      Accumulation sums) {
    return new Format(
        title,
        new NumericContract(
            scores,
            weights,
            accumulator,
            sums.equals(c.overKeys()) ? c.overFeatures() : sums,
            sums,
            output,
            c.lse(),
            c.exp2RelativeError(),
            c.logAbsoluteError(),
            c.keysPerRescale()));
  }

  private static <P> boolean honest(
      GoldenOperator<P> operator, NumericContract coarse, Sample<P> sample) {
    List<ErrorBudget> budgets = operator.reference().expect(sample.problem(), coarse).budgets();
    List<BitSet> wrong = sample.wrong();
    double most = 0;
    for (int t = 0; t < wrong.size(); t++) {
      for (int i = wrong.get(t).nextSetBit(0); i >= 0; i = wrong.get(t).nextSetBit(i + 1)) {
        double error = Math.abs(sample.golden(t, i) - sample.actual(t, i));
        double used = error / budgets.get(t).statistical()[i];
        if (!(used <= 1)) {
          return false;
        }
        most = Math.max(most, used);
      }
    }
    return most >= LEAST_USED;
  }
}
