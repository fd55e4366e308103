package assay.gpu.kernels;

import assay.gpu.device.Device;
import assay.gpu.device.PtxSource;
import assay.spec.AbsorbQuery;
import assay.spec.AppendLatentCache;
import assay.spec.CombineSplits;
import assay.spec.DecompressHeads;
import assay.spec.Implementation;
import assay.spec.MhaDecode;
import assay.spec.MlaLayer;
import assay.spec.MlaPrefill;
import assay.spec.NumericContract;
import assay.spec.Operator;
import assay.spec.PagedMlaDecode;
import assay.spec.Projection;
import assay.spec.RmsNorm;
import assay.spec.RotaryEmbedding;
import assay.spec.SparseMlaDecode;
import assay.spec.UnabsorbOutput;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One of Assay's own kernels, and with that the entries and parameters that other PTX may have.
 *
 * @param <P> the operator's problem
 * @param word its name on the command line, among its operator's
 * @param stem of its files; its entries begin with it
 * @param contract what its arithmetic promises
 * @param batchInvariant whether a sequence has the same bits alone as in any batch
 * @param loader loads PTX in its place
 */
public record CommittedKernel<P>(
    Operator operator,
    String word,
    String stem,
    NumericContract contract,
    boolean batchInvariant,
    Loader<P> loader) {

  /** Loads PTX on a device, which the caller closes, and what was loaded with it. */
  @FunctionalInterface
  public interface Loader<P> {
    /**
     * Loads it.
     *
     * @throws assay.gpu.device.InvalidModule if the device refuses the PTX
     */
    Implementation<P> load(Device device, PtxSource ptx);
  }

  private static final String PLAIN = "plain";
  private static final String TENSOR = "tensor";
  private static final String FP8 = "fp8";

  /** Every one; an operator's first is its default. */
  public static final List<CommittedKernel<?>> ALL =
      Stream.of(
              inEachFormat(
                  RmsNorm.OPERATOR,
                  RmsNormKernel.STEM,
                  RmsNormKernel::contract,
                  RmsNormKernel::new),
              inEachFormat(
                  RotaryEmbedding.OPERATOR,
                  RotaryEmbeddingKernel.STEM,
                  RotaryEmbeddingKernel::contract,
                  RotaryEmbeddingKernel::new),
              inEachFormat(
                  Projection.OPERATOR,
                  ProjectionKernel.STEM,
                  ProjectionKernel::contract,
                  ProjectionKernel::new),
              inEachFormat(
                  AbsorbQuery.OPERATOR,
                  AbsorbQueryKernel.STEM,
                  AbsorbQueryKernel::contract,
                  AbsorbQueryKernel::new),
              inEachFormat(
                  UnabsorbOutput.OPERATOR,
                  UnabsorbOutputKernel.STEM,
                  UnabsorbOutputKernel::contract,
                  UnabsorbOutputKernel::new),
              inEachFormat(
                  DecompressHeads.OPERATOR,
                  DecompressHeadsKernel.STEM,
                  DecompressHeadsKernel::contract,
                  DecompressHeadsKernel::new),
              one(
                  AppendLatentCache.OPERATOR,
                  PLAIN,
                  AppendLatentCacheKernel.STEM,
                  AppendLatentCacheKernel.CONTRACT,
                  true,
                  AppendLatentCacheKernel::new),
              pagedMlaDecode(),
              inEachFormat(
                  CombineSplits.OPERATOR,
                  CombineSplitsKernel.STEM,
                  CombineSplitsKernel::contract,
                  CombineSplitsKernel::new),
              one(
                  MlaPrefill.OPERATOR,
                  TENSOR,
                  MlaPrefillKernel.STEM,
                  MlaPrefillKernel.CONTRACT,
                  true,
                  MlaPrefillKernel::new),
              sparseMlaDecode(),
              one(
                  MhaDecode.OPERATOR,
                  TENSOR,
                  MhaDecodeKernel.STEM,
                  MhaDecodeKernel.CONTRACT,
                  false,
                  MhaDecodeKernel::new),
              one(
                  MlaLayer.OPERATOR,
                  TENSOR,
                  MlaLayerKernel.STEM,
                  MlaLayerKernel.CONTRACT,
                  false,
                  MlaLayerKernel::new))
          .flatMap(List::stream)
          .toList();

  /** Loads the entry of one format. */
  private interface FormatLoader<P> {
    Implementation<P> load(Device device, PtxSource ptx, KernelFormat format);
  }

  private static <P> List<CommittedKernel<?>> inEachFormat(
      Operator operator,
      String stem,
      Function<KernelFormat, NumericContract> contract,
      FormatLoader<P> loader) {
    return Stream.of(KernelFormat.values())
        .<CommittedKernel<?>>map(format ->
            new CommittedKernel<P>(
                operator,
                format.word(),
                stem,
                contract.apply(format),
                true,
                (device, ptx) -> loader.load(device, ptx, format)))
        .toList();
  }

  private static <P> List<CommittedKernel<?>> one(
      Operator operator,
      String word,
      String stem,
      NumericContract contract,
      boolean batchInvariant,
      Loader<P> loader) {
    return List.of(new CommittedKernel<>(operator, word, stem, contract, batchInvariant, loader));
  }

  private static List<CommittedKernel<?>> pagedMlaDecode() {
    return List.of(
        new CommittedKernel<>(
            PagedMlaDecode.OPERATOR,
            PLAIN,
            PagedMlaDecodeKernel.ENTRY,
            PagedMlaDecodeKernel.CONTRACT,
            true,
            PagedMlaDecodeKernel::new),
        pagedMlaDecode(TENSOR, DecodeCache.DENSE_BF16),
        pagedMlaDecode(FP8, DecodeCache.FP8_DS_MLA));
  }

  private static CommittedKernel<PagedMlaDecode.Problem> pagedMlaDecode(
      String word, DecodeCache cache) {
    return new CommittedKernel<>(
        PagedMlaDecode.OPERATOR,
        word,
        PagedMlaDecodeTensorKernel.stem(cache),
        PagedMlaDecodeTensorKernel.CONTRACT,
        false,
        PagedMlaDecodeTensorKernel::new);
  }

  private static List<CommittedKernel<?>> sparseMlaDecode() {
    return List.of(
        sparseMlaDecode(TENSOR, DecodeCache.DENSE_BF16),
        sparseMlaDecode(FP8, DecodeCache.FP8_DS_MLA));
  }

  private static CommittedKernel<SparseMlaDecode.Problem> sparseMlaDecode(
      String word, DecodeCache cache) {
    return new CommittedKernel<>(
        SparseMlaDecode.OPERATOR,
        word,
        SparseMlaDecodeKernel.stem(cache),
        SparseMlaDecodeKernel.CONTRACT,
        false,
        SparseMlaDecodeKernel::new);
  }

  /** Those of one operator. */
  public static List<CommittedKernel<?>> of(Operator operator) {
    return ALL.stream().filter(kernel -> kernel.operator.equals(operator)).toList();
  }

  /**
   * The operator's kernel whose entries {@code ptx} has, in the format that they are named after;
   * its first where it has none's.
   */
  public static CommittedKernel<?> of(Operator operator, PtxSource ptx) {
    List<CommittedKernel<?>> some = of(operator);
    return some.stream()
        .filter(kernel -> kernel.hasEntryIn(ptx))
        .max(Comparator.comparingInt(kernel -> kernel.stem.length()))
        .orElseGet(some::getFirst);
  }

  private boolean hasEntryIn(PtxSource ptx) {
    boolean ofFormat = Stream.of(KernelFormat.values()).anyMatch(one -> one.word().equals(word));
    String name = Pattern.quote(stem) + (ofFormat ? "\\w*_" + word + "\\b" : "");
    return Pattern.compile("\\.entry\\s+" + name).matcher(ptx.text()).find();
  }

  /** Its own PTX. */
  public KernelSource source() {
    return KernelSource.committed(stem);
  }
}
