package assay.spec;

import java.util.List;
import java.util.stream.Collectors;

/** A small mathematical function with a contract. */
public sealed interface Operator
    permits RmsNorm,
        RotaryEmbedding,
        Projection,
        AbsorbQuery,
        UnabsorbOutput,
        DecompressHeads,
        AppendLatentCache,
        PagedMlaDecode,
        CombineSplits,
        MlaPrefill,
        SparseMlaDecode,
        MhaDecode,
        MlaLayer {

  /** Every operator, in the order of the design. */
  List<Operator> ALL =
      List.of(
          RmsNorm.OPERATOR,
          RotaryEmbedding.OPERATOR,
          Projection.OPERATOR,
          AbsorbQuery.OPERATOR,
          UnabsorbOutput.OPERATOR,
          DecompressHeads.OPERATOR,
          AppendLatentCache.OPERATOR,
          PagedMlaDecode.OPERATOR,
          CombineSplits.OPERATOR,
          MlaPrefill.OPERATOR,
          SparseMlaDecode.OPERATOR,
          MhaDecode.OPERATOR,
          MlaLayer.OPERATOR);

  OperatorName name();

  /** What it computes, in one line. */
  String formula();

  /** Where it is defined. */
  String source();

  /**
   * The operator of this kebab-case name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Operator named(String kebab) {
    return ALL.stream()
        .filter(operator -> operator.name().kebab().equals(kebab))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "operator is '%s'; allowed are %s".formatted(kebab, names())));
  }

  private static String names() {
    return ALL.stream().map(operator -> operator.name().kebab()).collect(Collectors.joining(", "));
  }
}
