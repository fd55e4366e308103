package assay.cli;

import assay.evidence.Provenance;
import assay.gpu.kernels.CommittedKernel;
import assay.gpu.kernels.KernelSource;
import assay.gpu.kernels.MhaDecodeKernel;
import assay.gpu.kernels.MlaPrefillKernel;
import assay.gpu.kernels.PagedMlaDecodeKernel;
import assay.gpu.kernels.PagedMlaDecodeTensorKernel;
import assay.gpu.kernels.ProjectionKernel;
import assay.gpu.kernels.RmsNormKernel;
import assay.verify.planted.PlantedBug;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Bugs that only parallel threads can have: what must order two accesses is missing, or too weak.
 * They are planted in the PTX of committed kernels and run on the emulator.
 *
 * <p>Under most schedules most of them give right results; what finds each under any schedule is
 * the emulator.
 */
final class PtxBugs {

  private static final String DECODE = PagedMlaDecodeTensorKernel.STEM;

  private static final String MHA = MhaDecodeKernel.STEM;

  /** The wait for a tile's copies, up to the barrier behind it. */
  private static final String TILE_COPIED =
      "(cp\\.async\\.wait_group 0;[^@]{0,80}?)bar\\.sync\\s+0;";

  /** A barrier of those who share a row tile. */
  private static final Pattern ROW_TILE = Pattern.compile("bar\\.sync %r\\d+, %r\\d+;");

  private static final int ROW_TILE_BARRIERS = 3;

  static final List<PtxBug<?>> ALL =
      List.of(
          bug(
              "RC2",
              "threads without a key store a weight too",
              PagedMlaDecodeKernel.ENTRY,
              PtxEdit.of(
                  "@%p\\d+ bra\\s+\\$\\w+;((?:(?!bra)[\\s\\S])*?_ZZ16paged_mla_decodeE7weights;"
                      + "(?:(?!bra)[\\s\\S])*?st\\.shared)",
                  "$1"),
              "https://github.com/ggml-org/llama.cpp/pull/28358"),
          bug(
              "RC3",
              "a barrier inside a branch that one lane takes",
              RmsNormKernel.STEM,
              PtxEdit.of(
                  "(\\n\\$\\w+:\\n)((?:\\t\\.loc[^\\n]*\\n)*)(\\tbar\\.sync\\s+0;\\n)", "\n$3$1$2"),
              "https://github.com/ggml-org/llama.cpp/pull/27870"),
          bug(
              "RC20",
              "warps' sums are added before all are stored",
              RmsNormKernel.STEM,
              PtxEdit.of("bar\\.sync\\s+0;", ""),
              "https://github.com/ROCm/aiter/issues/4350"),
          bug(
              "RC21",
              "half of the lanes are missing from the mask of a shuffle",
              RmsNormKernel.STEM,
              new PtxEdit(
                  Pattern.compile("(shfl\\.sync\\.bfly\\.b32[^;]*), %r\\d+;"),
                  5,
                  PtxEdit.EACH,
                  "$1, 65535;")),
          bug(
              "RC22",
              "a tile is read before other warps' copies of it are there, and copied over while they"
                  + " read",
              DECODE,
              PtxEdit.of(TILE_COPIED, "$1"),
              "https://github.com/flashinfer-ai/flashinfer/issues/1046"),
          bug(
              "RC23",
              "the wait for a tile's copies lets the last group be under way",
              DECODE,
              PtxEdit.of("cp\\.async\\.wait_group 0;", "cp.async.wait_group 1;"),
              "https://github.com/tile-ai/tilelang/issues/2634"),
          bug(
              "RC24",
              "row maxima are taken before all warps have theirs",
              MHA,
              new PtxEdit(ROW_TILE, ROW_TILE_BARRIERS, 0, ""),
              "https://github.com/mlc-ai/TIRx-kernels/pull/6"),
          bug(
              "RC25",
              "weights meet values before all warps have stored theirs",
              DECODE,
              new PtxEdit(ROW_TILE, ROW_TILE_BARRIERS, 1, ""),
              "https://github.com/tile-ai/tilelang/issues/2613"),
          bug(
              "RC26",
              "the result is divided before all warps' sums are there",
              MHA,
              new PtxEdit(ROW_TILE, ROW_TILE_BARRIERS, 2, ""),
              "https://github.com/Dao-AILab/flash-attention/issues/1344"),
          bug(
              "RC27",
              "the next tile is copied before the barrier that ends reads of the last",
              MHA,
              PtxEdit.of(
                  TILE_COPIED
                      + "([^@]*@%p\\d+ bra\\s+(\\$\\w+);[\\s\\S]*?cp\\.async\\.commit_group;"
                      + "[\\s\\S]*?\\n\\3:\\n)",
                  "$1$2\tbar.sync \t0;\n"),
              "https://github.com/tile-ai/tilelang/issues/2668"),
          bug(
              "RC28",
              "nobody waits for the copies of a ring's stage",
              ProjectionKernel.STEM,
              PtxEdit.of("cp\\.async\\.wait_group \\d;", ""),
              "https://github.com/tile-ai/tilelang/pull/3087"),
          bug(
              "RC29",
              "a stage of the ring is copied over while other warps read it",
              ProjectionKernel.STEM,
              PtxEdit.of("bar\\.sync\\s+0;", ""),
              "https://github.com/tile-ai/tilelang/issues/2613"),
          bug(
              "RC30",
              "the wait for keys lets one group more be under way",
              MlaPrefillKernel.STEM,
              new PtxEdit(
                  Pattern.compile("cp\\.async\\.wait_group 1;"), 2, 0, "cp.async.wait_group 2;"),
              "https://github.com/flashinfer-ai/flashinfer/issues/1046"));

  private PtxBugs() {}

  /** What those of {@code bugs} that are here are planted in. */
  static List<Provenance> kernels(List<PlantedBug<?>> bugs) {
    List<String> ids = bugs.stream().map(PlantedBug::id).toList();
    return ALL.stream()
        .filter(bug -> ids.contains(bug.id()))
        .map(bug -> provenance(bug.kernel()))
        .distinct()
        .toList();
  }

  private static Provenance provenance(CommittedKernel<?> kernel) {
    KernelSource source = kernel.source();
    return new Provenance(kernel.stem(), source.ptxSha256(), source.sourceSha256());
  }

  /** Of the first kernel of this stem. */
  private static PtxBug<?> bug(
      String id, String title, String stem, PtxEdit edit, String... sources) {
    CommittedKernel<?> kernel =
        CommittedKernel.ALL.stream()
            .filter(one -> one.stem().equals(stem))
            .findFirst()
            .orElseThrow();
    return bug(id, title, kernel, edit, List.of(sources));
  }

  private static <P> PtxBug<P> bug(
      String id, String title, CommittedKernel<P> kernel, PtxEdit edit, List<String> sources) {
    return new PtxBug<>(id, title, sources, kernel, edit);
  }
}
