package assay.verify.planted;

import assay.spec.Implementation;
import assay.spec.MlaLayer;
import assay.spec.MlaLayer.Problem;
import assay.verify.variant.AttentionOptions;
import assay.verify.variant.LinearOptions;
import assay.verify.variant.MlaLayerParts;
import assay.verify.variant.MlaLayerVariant;
import assay.verify.variant.Surroundings;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Mistakes of a layer in what it keeps from run to run. */
final class LayerStateBugs {

  private static final AttentionOptions ATTENTION = AttentionOptions.F32;

  static final List<PlantedBug<?>> ALL =
      List.of(
          new PlantedBug<>(
              "ST91",
              BugClass.STATE,
              "every second run multiplies the softmax scale in twice",
              List.of(),
              MlaLayer.OPERATOR,
              ATTENTION.contract(),
              LayerStateBugs::scalingTwice,
              List.of("repeat-run"),
              ""));

  private LayerStateBugs() {}

  private static Implementation<Problem> scalingTwice(Surroundings surroundings) {
    MlaLayerParts parts = MlaLayerParts.of(surroundings, LinearOptions.F32, ATTENTION);
    AtomicInteger runs = new AtomicInteger();
    return problem -> {
      int before = runs.getAndIncrement();
      return new MlaLayerVariant(parts, problem) {
        @Override
        protected float scale(int count) {
          float own = super.scale(count);
          return before % 2 == 0 ? own : own * own;
        }
      }.run();
    };
  }
}
