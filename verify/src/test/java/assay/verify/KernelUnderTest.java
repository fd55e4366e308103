package assay.verify;

import assay.gpu.device.PtxSource;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import assay.gpu.emulator.machine.Completion;
import assay.gpu.emulator.machine.Schedule;
import assay.gpu.kernels.CacheScales;
import assay.gpu.kernels.CommittedKernel;
import assay.gpu.kernels.DecodeCache;
import assay.gpu.kernels.KernelSource;
import assay.gpu.kernels.MhaDecodeKernel;
import assay.gpu.kernels.MlaPrefillKernel;
import assay.gpu.kernels.PagedMlaDecodeTensorKernel;
import assay.gpu.kernels.SparseMlaDecodeKernel;
import assay.numerics.FloatFormat;
import assay.spec.DenseLayout;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.Implementation;
import assay.spec.MhaDecode;
import assay.spec.MlaPrefill;
import assay.spec.NumericContract;
import assay.spec.Operator;
import assay.spec.PagedMlaDecode;
import assay.spec.SparseMlaDecode;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A committed kernel on the emulator, whole or edited.
 *
 * @param <P> the operator's problem
 * @param golden what it is held against
 * @param stem of its files
 * @param contract what it promises
 * @param batchInvariant as {@link Subject#bitwise}
 * @param launcher loads PTX for it
 * @param takes the problems it has a path for
 */
record KernelUnderTest<P>(
    GoldenOperator<P> golden,
    String stem,
    NumericContract contract,
    boolean batchInvariant,
    CommittedKernel.Loader<P> launcher,
    Predicate<P> takes) {

  static final KernelUnderTest<SparseMlaDecode.Problem> SPARSE_MLA_DECODE =
      new KernelUnderTest<>(
          golden(SparseMlaDecode.OPERATOR),
          SparseMlaDecodeKernel.STEM,
          SparseMlaDecodeKernel.CONTRACT,
          false,
          SparseMlaDecodeKernel::new,
          problem ->
              problem.query().format() == FloatFormat.BF16
                  && problem.cache().layout() instanceof DenseLayout dense
                  && dense.format() == FloatFormat.BF16);

  static final KernelUnderTest<PagedMlaDecode.Problem> PAGED_MLA_DECODE_FP8 =
      new KernelUnderTest<>(
          drawing(GoldenOperators.pagedMlaDecode(), PagedMlaDecodeProblems::ofFp8),
          PagedMlaDecodeTensorKernel.stem(DecodeCache.FP8_DS_MLA),
          PagedMlaDecodeTensorKernel.CONTRACT,
          false,
          PagedMlaDecodeTensorKernel::new,
          problem ->
              problem.query().format() == FloatFormat.BF16
                  && problem.cache().layout() instanceof Fp8DsMlaLayout
                  && CacheScales.arePowersOfTwo(problem.cache()));

  static final KernelUnderTest<SparseMlaDecode.Problem> SPARSE_MLA_DECODE_FP8 =
      new KernelUnderTest<>(
          drawing(golden(SparseMlaDecode.OPERATOR), SparseMlaDecodeProblems::ofFp8),
          SparseMlaDecodeKernel.stem(DecodeCache.FP8_DS_MLA),
          SparseMlaDecodeKernel.CONTRACT,
          false,
          SparseMlaDecodeKernel::new,
          problem ->
              problem.query().format() == FloatFormat.BF16
                  && problem.cache().layout() instanceof Fp8DsMlaLayout
                  && problem.valueWidth() == problem.latent()
                  && CacheScales.arePowersOfTwo(
                      problem.cache(), IntStream.of(SparseMlaDecodeTokens.listed(problem))));

  static final KernelUnderTest<MhaDecode.Problem> MHA_DECODE =
      new KernelUnderTest<>(
          golden(MhaDecode.OPERATOR),
          MhaDecodeKernel.STEM,
          MhaDecodeKernel.CONTRACT,
          false,
          MhaDecodeKernel::new,
          problem -> problem.query().format() == FloatFormat.BF16);

  static final KernelUnderTest<MlaPrefill.Problem> MLA_PREFILL =
      new KernelUnderTest<>(
          golden(MlaPrefill.OPERATOR),
          MlaPrefillKernel.STEM,
          MlaPrefillKernel.CONTRACT,
          true,
          MlaPrefillKernel::new,
          problem -> problem.query().format() == FloatFormat.BF16);

  String ptx() {
    return KernelSource.committed(stem).ptx().text();
  }

  /** Runs {@code text} on an emulator of its own. */
  Implementation<P> run(String text, Checks checks, Completion completion) {
    return launcher.load(
        new EmulatedDevice(checks, Schedule.LATEST.with(completion)), new PtxSource(stem, text));
  }

  /** With every check. */
  Subject<P> subject(String text, Completion completion) {
    return new Subject<>(stem, run(text, Checks.ALL, completion), contract, batchInvariant);
  }

  List<Property<P>> properties(Subject<P> subject) {
    return golden.properties().of(subject, golden.reference());
  }

  /** So many drawn problems that it takes, other ones for another seed. */
  List<DrawnRecipe<P>> recipes(long seed, int count) {
    return LongStream.iterate(seed, next -> next + 1)
        .mapToObj(next -> DrawnRecipe.random(golden, next))
        .filter(recipe -> takes.test(recipe.problem()))
        .limit(count)
        .toList();
  }

  /** The same operator with these small problems; of any few would do. */
  private static <P> GoldenOperator<P> drawing(GoldenOperator<P> any, Function<Drawing, P> small) {
    return new GoldenOperator<>(
        any.operator(),
        any.reference(),
        any.formula(),
        small,
        any.like(),
        any.data(),
        any.properties());
  }

  @SuppressWarnings("unchecked")
  private static <P> GoldenOperator<P> golden(Operator operator) {
    return (GoldenOperator<P>) GoldenOperators.of(operator);
  }
}
