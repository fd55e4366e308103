package assay.verify;

import assay.spec.CombineSplits;
import assay.spec.MhaDecode;
import assay.spec.MlaLayer;
import assay.spec.MlaPrefill;
import assay.spec.Operator;
import assay.spec.PagedMlaDecode;
import assay.spec.RmsNorm;
import assay.spec.RotaryEmbedding;
import assay.spec.SparseMlaDecode;

/** Which lemma of docs/numerics.md a clause of the contract enters an operator's budget by. */
enum Lemmas {
  ATTENTION,
  PRODUCT,
  NORM,
  ROTATION,
  MERGE,
  LAYER;

  static Lemmas of(Operator operator) {
    return switch (operator) {
      case PagedMlaDecode o -> ATTENTION;
      case SparseMlaDecode o -> ATTENTION;
      case MhaDecode o -> ATTENTION;
      case MlaPrefill o -> ATTENTION;
      case RmsNorm o -> NORM;
      case RotaryEmbedding o -> ROTATION;
      case CombineSplits o -> MERGE;
      case MlaLayer o -> LAYER;
      default -> PRODUCT;
    };
  }

  /** {@code scores (lemma 2)}. */
  String name(String clause, String tensor) {
    int lemma =
        switch (this) {
          case ATTENTION -> attention(clause, tensor);
          case PRODUCT -> 8;
          case NORM -> 9;
          case ROTATION -> 10;
          case MERGE -> 11;
          case LAYER -> 18;
        };
    return "%s (lemma %d)".formatted(clause, lemma);
  }

  private static int attention(String clause, String tensor) {
    boolean weights = clause.equals("scores") || clause.equals("exponentials");
    return weights ? 2 : tensor.equals("lseNats") ? 6 : 4;
  }
}
