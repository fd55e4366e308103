package assay.verify;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.device.PtxSource;
import assay.gpu.emulator.machine.Schedule;
import assay.gpu.kernels.CommittedKernel;
import assay.spec.Model;
import assay.spec.RmsNorm;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Kernels have their properties at the heads and widths of models, on the emulator with every
 * check, each under a schedule of its own, drawn from the seed in the test's name.
 *
 * <p>V2-Lite is posed to one property in eight, MiniCPM3, with widths that are no powers of two, to
 * one in sixteen, and V3, whose 128 heads take longest, to one in 48; all of them to {@code
 * within-budget}, and layers to a quarter of that. The others are posed by {@code ./assay verify
 * --model}.
 */
final class ModelShapesTest {

  private static final String WITHIN_BUDGET = "within-budget";

  /** Of a kernel and of a layer: one property in so many. */
  private record Share(Model model, int ofKernel, int ofLayer) {}

  private static final List<Share> SHARES =
      List.of(
          new Share(Model.DEEPSEEK_V2_LITE, 8, 32),
          new Share(Model.MINICPM3, 16, 64),
          new Share(Model.DEEPSEEK_V3, 48, 192));

  @TestFactory
  Stream<DynamicTest> kernelsHaveTheirProperties() {
    return CommittedKernel.ALL.stream().flatMap(ModelShapesTest::tests);
  }

  /** One operation changed, the errors are seen: these problems and schedules can fail. */
  @Test
  void aSumThatLeavesOutAWarp_isSeen() {
    CommittedKernel<?> kernel = CommittedKernel.of(RmsNorm.OPERATOR).getFirst();
    String text =
        kernel
            .source()
            .ptx()
            .text()
            .replaceAll(
                "ld\\.shared\\.f32 \t(%f\\d+), \\[_ZZ9block_sumfE5warps\\+12\\];",
                "mov.f32 \t$1, 0f00000000;");
    assertFalse(holds(KernelAtModels.of(kernel, new PtxSource(kernel.stem(), text))));
  }

  private static <P> boolean holds(KernelAtModels<P> kernel) {
    P problem = kernel.problem(Model.DEEPSEEK_V3);
    return kernel.properties().stream()
        .allMatch(property -> kernel.examine(property, problem, Schedule.seeded(1)).passed());
  }

  private static <P> Stream<DynamicTest> tests(CommittedKernel<P> committed) {
    KernelAtModels<P> kernel = KernelAtModels.of(committed, committed.source().ptx());
    return SHARES.stream().flatMap(share -> tests(kernel, share));
  }

  private static <P> Stream<DynamicTest> tests(KernelAtModels<P> kernel, Share share) {
    P problem = kernel.problem(share.model);
    return kernel.properties().stream()
        .filter(property -> isPosed(kernel, share, property))
        .map(property -> test(kernel, share.model, property, problem));
  }

  private static boolean isPosed(KernelAtModels<?> kernel, Share share, Property<?> property) {
    int oneIn = kernel.isLayer() ? share.ofLayer : share.ofKernel;
    return property.name().equals(WITHIN_BUDGET)
        || Math.floorMod((kernel + property.name()).hashCode(), oneIn) == 0;
  }

  private static <P> DynamicTest test(
      KernelAtModels<P> kernel, Model model, Property<P> property, P problem) {
    String name = "%s, %s, %s".formatted(kernel, model.name(), property.name());
    Schedule schedule = Schedule.seeded(name.hashCode() & 0xFFFF_FFFFL);
    return DynamicTest.dynamicTest(
        name + ", schedule " + schedule,
        () -> {
          Finding finding = kernel.examine(property, problem, schedule);
          assertTrue(finding.passed(), finding::toString);
        });
  }
}
