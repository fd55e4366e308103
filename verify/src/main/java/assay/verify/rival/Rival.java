package assay.verify.rival;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.NumericContract;
import assay.spec.Operator;
import assay.spec.Result;
import assay.spec.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One project's judge: its rule for each output that it tests, and the inputs it tests with.
 *
 * @param name kebab-case, unique
 * @param inputs also say which operator it judges
 * @param reference format that its expected {@code out} comes in; every lse is in F32
 * @param criteria outputs that are not named are not looked at
 * @param outputs formats of {@code out} that it judges; empty for any that its inputs are meant for
 */
public record Rival(
    String name,
    Source source,
    PublishedInputs<?> inputs,
    FloatFormat reference,
    List<Criterion> criteria,
    List<FloatFormat> outputs) {

  /** In place of a tensor's name: the operator's first. */
  static final String FIRST = "first output";

  public Rival {
    criteria = List.copyOf(criteria);
    outputs = List.copyOf(outputs);
  }

  /** A judge of every format of {@code out} that is no coarser than its inputs' own. */
  static Rival of(
      String name,
      Source source,
      PublishedInputs<?> inputs,
      FloatFormat reference,
      Criterion... criteria) {
    return new Rival(name, source, inputs, reference, List.of(criteria), List.of());
  }

  /** Whether its suite has kernels of this operator with such an output. */
  public boolean judges(Operator operator, NumericContract contract) {
    return inputs.operator().equals(operator)
        && (outputs.isEmpty() || outputs.contains(contract.output()));
  }

  /**
   * Why {@code actual} is refused, a sentence; empty where it is accepted.
   *
   * @param exact from the golden model; it is rounded to what the rival's own reference gives
   * @param rowCounts as in {@link Sample}
   */
  public Optional<String> objection(Result exact, Result actual, int... rowCounts) {
    for (Criterion criterion : criteria) {
      String name = criterion.tensor();
      Tensor wanted = name.equals(FIRST) ? exact.tensors().getFirst() : exact.tensor(name);
      double[] found = actual.tensor(wanted.name()).values();
      Sample sample = new Sample(expected(wanted), found, rows(wanted, rowCounts));
      Optional<String> objection = criterion.rule().objection(sample);
      if (objection.isPresent()) {
        return Optional.of(wanted.name() + ": " + objection.get());
      }
    }
    return Optional.empty();
  }

  /** Where one count is for all, it is that of each row of the last axis. */
  private static int[] rows(Tensor wanted, int... rowCounts) {
    if (rowCounts.length != 1 || wanted.values().length == 0) {
      return rowCounts;
    }
    int[] counts = new int[wanted.values().length / wanted.axes().getLast().extent()];
    Arrays.fill(counts, rowCounts[0]);
    return counts;
  }

  /** The rules in one line. */
  public String rule() {
    return criteria.stream()
        .map(criterion -> criterion.tensor() + ": " + criterion.rule().formula())
        .collect(Collectors.joining("; "));
  }

  /** Whether any of its rules can refuse anything. */
  public boolean canFail() {
    return criteria.stream().anyMatch(criterion -> !(criterion.rule() instanceof Nothing));
  }

  private double[] expected(Tensor exact) {
    FloatFormat format = exact.name().startsWith("lse") ? FloatFormat.F32 : reference;
    return Elements.rounded(format, exact.values()).toDoubles();
  }
}
