package assay.verify.rival;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.Operator;
import assay.spec.Result;
import assay.spec.Tensor;
import assay.verify.GoldenOperator;
import assay.verify.GoldenOperators;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rival accepts what is right on its own inputs, and refuses what is plainly wrong. */
class RivalsTest {

  private static final List<String> CANNOT_FAIL = List.of("thundermla", "aiter-asm");

  private static final Map<PublishedInputs<?>, List<Rival>> BY_INPUTS =
      Rivals.all().stream().collect(Collectors.groupingBy(Rival::inputs));

  static Stream<PublishedInputs<?>> inputs() {
    return BY_INPUTS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("inputs")
  <P> void theRightResultIsAccepted_andAWrongOneIsNot(PublishedInputs<P> inputs) {
    Posed<P> posed = inputs.pose(1, true);
    @SuppressWarnings("unchecked") // the operator's problems are P
    GoldenOperator<P> golden = (GoldenOperator<P>) GoldenOperators.of(inputs.operator());
    Result exact = golden.reference().run(posed.problem());
    Result wrong = changed(exact, value -> value == 0 ? 1 : 255 - value);
    for (Rival rival : Objects.requireNonNull(BY_INPUTS.get(inputs))) {
      Result rounded = rounded(exact, rival);
      assertEquals(
          Optional.empty(), rival.objection(exact, rounded, posed.rowCounts()), rival.name());
      boolean refused = rival.objection(exact, wrong, posed.rowCounts()).isPresent();
      assertEquals(!CANNOT_FAIL.contains(rival.name()), refused, rival.name());
    }
  }

  /** What an exact kernel of the suite's formats returns. */
  private static Result rounded(Result exact, Rival rival) {
    FloatFormat format = rival.outputs().isEmpty() ? FloatFormat.FP16 : rival.outputs().getFirst();
    return changed(exact, value -> Elements.rounded(format, value).get(0));
  }

  private static Result changed(Result result, DoubleUnaryOperator change) {
    return new Result(
        result.tensors().stream()
            .map(t ->
                new Tensor(
                    t.name(),
                    t.axes(),
                    t.name().startsWith("lse") && change.applyAsDouble(0) == 0
                        ? t.values()
                        : Arrays.stream(t.values()).map(change).toArray()))
            .toList());
  }

  @Test
  void onlyThoseNamedCannotFail() {
    Rivals.all()
        .forEach(rival ->
            assertEquals(!CANNOT_FAIL.contains(rival.name()), rival.canFail(), rival.name()));
  }

  @Test
  void aNameIsUniqueForEachOperator_andInputsHaveUniqueNames() {
    Set<String> seen = new HashSet<>();
    Rivals.all().forEach(rival -> assertTrue(seen.add(rival.name() + rival.inputs().operator())));
    Set<String> names = new HashSet<>();
    inputs().forEach(inputs -> assertTrue(names.add(inputs.name()), inputs.name()));
  }

  @Test
  void everyOperatorHasARival() {
    for (Operator operator : Operator.ALL) {
      assertFalse(
          Rivals.all().stream().noneMatch(rival -> rival.inputs().operator().equals(operator)),
          operator.name().kebab());
    }
  }

  @Test
  void aSeedGivesTheSameBits() {
    for (PublishedInputs<?> inputs : List.of(new MergeInputs("a", FloatFormat.F32))) {
      MergeInputs merge = (MergeInputs) inputs;
      assertEquals(-1, first(merge, 7).mismatch(first(merge, 7)));
      assertTrue(first(merge, 7).mismatch(first(merge, 8)) >= 0);
    }
  }

  private static java.lang.foreign.MemorySegment first(MergeInputs inputs, long seed) {
    return inputs.pose(seed, true).problem().out().segment();
  }

  /** 16 of 128 heads and 3 of 64 sequences stand for all. */
  @Test
  void aFastProblemKeepsItsProportions() {
    DecodeInputs inputs = new DecodeInputs("a", 128, 64, 70, FloatFormat.BF16, 1, 1, 1, true);
    for (boolean fast : new boolean[] {true, false}) {
      int[] counts = inputs.pose(1, fast).rowCounts();
      assertEquals(3 * (fast ? 16 : 128), counts.length);
      assertEquals(128 * 64, Arrays.stream(counts).sum());
      assertEquals(1, counts[0]);
    }
  }
}
