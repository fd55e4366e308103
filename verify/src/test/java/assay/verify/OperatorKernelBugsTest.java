package assay.verify;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.device.PtxSource;
import assay.gpu.kernels.CommittedKernel;
import assay.spec.AbsorbQuery;
import assay.spec.AppendLatentCache;
import assay.spec.CombineSplits;
import assay.spec.Operator;
import assay.spec.Projection;
import assay.spec.RmsNorm;
import assay.spec.RotaryEmbedding;
import assay.spec.UnabsorbOutput;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Bugs planted in the PTX of kernels around attention are seen by the properties. */
final class OperatorKernelBugsTest {

  private static final int PROBLEMS = 40;

  /** Every match in the PTX is replaced. */
  private record Bug(Operator operator, String word, String name, String regex, String by) {}

  private static final List<Bug> BUGS =
      List.of(
          new Bug(
              RmsNorm.OPERATOR,
              "f32",
              "eps left out",
              "ld\\.param\\.f32 \t(%f\\d+), \\[rms_norm_f32_param_4\\];",
              "mov.f32 \t$1, 0f00000000;"),
          new Bug(
              RmsNorm.OPERATOR,
              "f32",
              "the last warp's squares left out",
              "ld\\.shared\\.f32 \t(%f\\d+), \\[_ZZ9block_sumfE5warps\\+12\\];",
              "mov.f32 \t$1, 0f00000000;"),
          new Bug(RmsNorm.OPERATOR, "bf16", "y truncated", "cvt\\.rn\\.bf16", "cvt.rz.bf16"),
          new Bug(
              RotaryEmbedding.OPERATOR,
              "f32",
              "sine of the other sign",
              "sub\\.f32 \t(%f\\d+, %f\\d+, %f\\d+);",
              "add.f32 \t$1;"),
          new Bug(
              CombineSplits.OPERATOR,
              "f32",
              "lse of base 2 read as natural",
              "0f3FB8AA3B",
              "0f3F800000"),
          new Bug(
              CombineSplits.OPERATOR,
              "bf16",
              "empty parts take part",
              "setp\\.eq\\.f32 \t(%p\\d+), (%f\\d+), 0fFF800000;",
              "setp.ne.f32 \t$1, $2, $2;"),
          new Bug(
              AppendLatentCache.OPERATOR,
              "plain",
              "halves rounded down",
              "(add\\.s32 \t%r\\d+, %r\\d+), 524287;",
              "$1, 524286;"),
          new Bug(
              AppendLatentCache.OPERATOR, "plain", "saturation at 480", "0f43E00000", "0f43F00000"),
          new Bug(
              AbsorbQuery.OPERATOR,
              "f32",
              "weights not transposed",
              "x4\\.trans\\.shared",
              "x4.shared"),
          new Bug(
              UnabsorbOutput.OPERATOR,
              "f32",
              "another head's values",
              "mov\\.u32 \t(%r\\d+), %ctaid\\.z;",
              "mov.u32 \t$1, 0;"),
          new Bug(
              Projection.OPERATOR,
              "f32",
              "half of the features",
              "(mma\\.sync[^;]*\\{%r\\d+), %r\\d+(\\}, )",
              "$1, 0$2"));

  @TestFactory
  Stream<DynamicTest> plantedBug_isRejected() {
    return BUGS.stream()
        .map(bug ->
            DynamicTest.dynamicTest(
                bug.operator.name().kebab() + ": " + bug.name, () -> assertRejected(bug)));
  }

  private static void assertRejected(Bug bug) {
    CommittedKernel<?> kernel =
        CommittedKernel.of(bug.operator).stream()
            .filter(one -> one.word().equals(bug.word))
            .findFirst()
            .orElseThrow();
    String text = kernel.source().ptx().text();
    String edited = text.replaceAll(bug.regex, bug.by);
    assertFalse(edited.equals(text), "nothing to edit in the PTX");
    PtxSource ptx = new PtxSource(bug.operator.name().snake(), edited);
    assertTrue(isRejected(EmulatedKernels.of(kernel, ptx)), bug.name + " survives");
  }

  private static <P> boolean isRejected(EmulatedKernels<P> kernel) {
    return kernel.properties().stream()
        .anyMatch(property ->
            LongStream.rangeClosed(1, PROBLEMS)
                .anyMatch(
                    seed -> property.examine(DrawnRecipe.random(kernel.golden(), seed)).failed()));
  }
}
