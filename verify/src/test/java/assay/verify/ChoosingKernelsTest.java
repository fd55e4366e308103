package assay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.device.Device;
import assay.gpu.device.PtxSource;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import assay.gpu.kernels.AppendLatentCacheKernel;
import assay.gpu.kernels.ChoosingKernel;
import assay.gpu.kernels.ChosenDecodeKernel;
import assay.gpu.kernels.DecodeCache;
import assay.gpu.kernels.KernelChoice;
import assay.gpu.kernels.KernelSource;
import assay.gpu.kernels.MhaDecodeKernel;
import assay.gpu.kernels.MlaLayerKernel;
import assay.gpu.kernels.MlaPrefillKernel;
import assay.gpu.kernels.PagedMlaDecodeTensorKernel;
import assay.gpu.kernels.SparseMlaDecodeKernel;
import assay.numerics.FloatFormat;
import assay.spec.AppendLatentCache;
import assay.spec.AppendLatentCache.Problem;
import assay.spec.AttentionForm;
import assay.spec.LatentStore;
import assay.spec.MlaLayer;
import assay.spec.MlaShape;
import assay.spec.Result;
import assay.spec.SparseMlaDecode;
import assay.spec.TokenSchedule;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What launchers with several entries say they take, and what they launch. */
final class ChoosingKernelsTest {

  @SuppressWarnings("unchecked") // the problems of that operator
  private static final GoldenOperator<Problem> APPEND =
      (GoldenOperator<Problem>) GoldenOperators.of(AppendLatentCache.OPERATOR);

  private static PtxSource ptx(String stem) {
    return KernelSource.committed(stem).ptx();
  }

  private static <P> Function<Device, ChoosingKernel<P>> launcher(
      String stem, BiFunction<Device, PtxSource, ChoosingKernel<P>> launcher) {
    return device -> launcher.apply(device, ptx(stem));
  }

  /** Two problems, one on each side of where the choice changes. */
  private static <P> void assertSaid(
      Function<Device, ChoosingKernel<P>> launcher, P one, String first, P other, String second) {
    assertSaid(launcher, one, first);
    assertSaid(launcher, other, second);
  }

  private static <P> void assertSaid(
      Function<Device, ChoosingKernel<P>> launcher, P problem, String said) {
    try (Device device = new EmulatedDevice(Checks.FEWEST)) {
      KernelChoice choice = launcher.apply(device).choose(problem);
      assertEquals(said, choice.toString());
      assertTrue(choice.entry().startsWith(choice.stem()));
      assertEquals(choice.entry(), LaunchedEntries.of(launcher, problem).getFirst());
    }
  }

  @Test
  void decodeTakesHeadsTogether() {
    String stem = PagedMlaDecodeTensorKernel.stem(DecodeCache.FP8_DS_MLA);
    assertSaid(
        launcher(stem, PagedMlaDecodeTensorKernel::new),
        KernelProblems.fp8(16, 40),
        "paged_mla_decode_fp8_16: at most 16 heads, a block for all of them",
        KernelProblems.fp8(17, 40),
        "paged_mla_decode_fp8_64: more than 16 heads, a block for 64");
  }

  /** The entry for more heads is said, and the one for few is launched. */
  @Test
  void aLauncherThatSaysOtherwise_isSeen() {
    record Liar(SparseMlaDecodeKernel kernel) implements ChoosingKernel<SparseMlaDecode.Problem> {
      @Override
      public KernelChoice choose(SparseMlaDecode.Problem problem) {
        return new KernelChoice(SparseMlaDecodeKernel.STEM, "sparse_mla_decode_64", "a lie");
      }

      @Override
      public Result run(SparseMlaDecode.Problem problem) {
        return kernel.run(problem);
      }
    }
    Function<Device, ChoosingKernel<SparseMlaDecode.Problem>> liar =
        device -> new Liar(new SparseMlaDecodeKernel(device, ptx(SparseMlaDecodeKernel.STEM)));
    assertThrows(
        AssertionError.class,
        () -> assertSaid(liar, KernelProblems.sparse(16, 40), "sparse_mla_decode_64: a lie"));
  }

  @Test
  void sparseDecodeTakesHeadsTogether() {
    assertSaid(
        launcher(SparseMlaDecodeKernel.STEM, SparseMlaDecodeKernel::new),
        KernelProblems.sparse(16, 40),
        "sparse_mla_decode_16: at most 16 heads, a block for all of them",
        KernelProblems.sparse(17, 40),
        "sparse_mla_decode_64: more than 16 heads, a block for 64");
  }

  @Test
  void mhaDecodeGoesByTheWidthOfValues() {
    assertSaid(
        launcher(MhaDecodeKernel.STEM, MhaDecodeKernel::new),
        KernelProblems.mha(2, 1, 64, 128, 40),
        "mha_decode_128: values of at most 128 features, 16 sums a thread",
        KernelProblems.mha(2, 1, 64, 129, 40),
        "mha_decode_512: values of more than 128 features, 64 sums a thread");
  }

  @Test
  void prefillGoesByTheWidthOfValues() {
    assertSaid(
        launcher(MlaPrefillKernel.STEM, MlaPrefillKernel::new),
        KernelProblems.prefill(1, 64, 128, 20),
        "mla_prefill_128: values of at most 128 features, a block for 128 query tokens",
        KernelProblems.prefill(1, 64, 129, 20),
        "mla_prefill_256: values of more than 128 features, a block for 64 query tokens");
  }

  @Test
  void appendGoesByTheLayout() {
    Function<Device, ChoosingKernel<Problem>> launcher =
        launcher(AppendLatentCacheKernel.STEM, AppendLatentCacheKernel::new);
    Set<String> said = new TreeSet<>();
    try (Device device = new EmulatedDevice(Checks.FEWEST)) {
      ChoosingKernel<Problem> kernel = launcher.apply(device);
      for (long seed = 1; seed < 40; seed++) {
        Problem problem = DrawnRecipe.random(APPEND, seed).problem();
        List<String> launched = LaunchedEntries.of(launcher, problem);
        if (!launched.isEmpty()) {
          assertEquals(List.of(kernel.choose(problem).entry()), launched);
          said.add(kernel.choose(problem).toString());
        }
      }
    }
    assertEquals(
        List.of(
            "append_latent_cache_bf16: a layout of bf16",
            "append_latent_cache_fp16: a layout of fp16",
            "append_latent_cache_fp8: a layout of fp8",
            "append_latent_cache_fp8_ds_mla: a layout of fp8_ds_mla",
            "append_latent_cache_model1: a layout of model1"),
        List.copyOf(said));
  }

  /** Of all that a layer launches, what computes attention: keys of 42 and of 578 features. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "36 | 6 | ABSORBED | paged_mla_decode_tensor_16: keys of at most 576 features;"
            + " at most 16 heads, a block for all of them",
        "512 | 66 | ABSORBED | paged_mla_decode: keys of more than 576 features,"
            + " too wide for the matrix units' tiles",
        "36 | 6 | EXPANDED | mla_prefill_128: values of at most 128 features,"
            + " a block for 128 query tokens"
      })
  void layersGoByTheForm(int latent, int rope, AttentionForm form, String said) {
    Function<Device, ChoosingKernel<MlaLayer.Problem>> launcher =
        launcher(MlaLayerKernel.STEM, MlaLayerKernel::new);
    MlaLayer.Problem problem = layer(latent, rope).withForm(form);
    try (Device device = new EmulatedDevice(Checks.FEWEST)) {
      assertEquals(said, launcher.apply(device).choose(problem).toString());
    }
    Set<String> launched = new TreeSet<>(LaunchedEntries.of(launcher, problem));
    launched.removeIf(entry -> !entry.matches("(paged_mla_decode|mla_prefill).*"));
    assertEquals(Set.of(said.substring(0, said.indexOf(':'))), launched);
  }

  private static MlaLayer.Problem layer(int latent, int rope) {
    return MlaLayerProblems.problem(
        new Drawing(latent),
        new MlaShape(24, 3, 10, latent, 10, rope, 12),
        new MlaLayer.Constants(1e-6, Optional.empty(), 0.25f),
        new TokenSchedule(new int[] {5, 1}),
        new LatentStore(FloatFormat.BF16, 4));
  }

  @Test
  void theChosenDecodeLaunchesWhatItSays() {
    assertSaid(
        ChosenDecodeKernel::new,
        KernelProblems.fp8(17, 40),
        "paged_mla_decode_fp8_64: a cache in fp8_ds_mla; more than 16 heads, a block for 64;"
            + " on compute capability 8.0 by PTX for 8.0");
  }
}
