package assay.spec;

import static assay.spec.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class MlaWeightsTest {

  private static final MlaShape DIRECT = new MlaShape(8, 2, 0, 4, 3, 2, 5);
  private static final MlaShape LOW_RANK = new MlaShape(8, 2, 6, 4, 3, 2, 5);

  @Test
  void weightsOfTheRightSizes_areTaken() {
    MlaWeights direct = weights(DIRECT, Optional.empty(), 10 * 8);
    assertEquals(6, direct.shape().cacheWidth());
    MlaWeights lowRank = weights(LOW_RANK, Optional.of(down(6)), 10 * 6);
    assertEquals(5, lowRank.shape().keyWidth());
  }

  @Test
  void aBottleneckIsGivenExactlyWhereTheShapeHasOne() {
    refused(
        "queryDown is missing; queryRank is 6", () -> weights(LOW_RANK, Optional.empty(), 10 * 6));
    refused(
        "queryDown is given; queryRank is 0", () -> weights(DIRECT, Optional.of(down(6)), 10 * 8));
  }

  @Test
  void wrongSizes_areNamed() {
    refused(
        "query has 79 elements; its shape holds 80", () -> weights(DIRECT, Optional.empty(), 79));
    refused(
        "queryDown.projection has 56 elements; its shape holds 48",
        () -> weights(LOW_RANK, Optional.of(down(7)), 10 * 6));
  }

  @Test
  void anOddRopeWidth_isRefused() {
    refused("rope is 3; it must be even", () -> new MlaShape(8, 2, 0, 4, 3, 3, 5));
  }

  private static MlaWeights.QueryDown down(int rank) {
    return new MlaWeights.QueryDown(zeros(rank * 8), zeros(rank));
  }

  private static MlaWeights weights(
      MlaShape shape, Optional<MlaWeights.QueryDown> down, int queryElements) {
    return new MlaWeights(
        shape, down, zeros(queryElements), zeros(6 * 8), zeros(4), zeros(16 * 4), zeros(8 * 10));
  }

  private static Elements zeros(int count) {
    return Elements.allocate(FloatFormat.BF16, count);
  }
}
