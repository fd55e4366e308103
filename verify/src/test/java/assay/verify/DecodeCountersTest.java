package assay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.device.DeviceModule;
import assay.gpu.device.PtxSource;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import assay.gpu.emulator.Profile;
import assay.gpu.emulator.machine.InstructionClass;
import assay.gpu.emulator.machine.Schedule;
import assay.gpu.kernels.CommittedKernel;
import assay.gpu.kernels.CommittedKernel.Loader;
import assay.gpu.kernels.KernelSource;
import assay.gpu.kernels.MhaDecodeKernel;
import assay.gpu.kernels.SparseMlaDecodeKernel;
import assay.spec.Model;
import assay.spec.PagedMlaDecode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What times of the decode kernels come from, counted at the head shapes of DeepSeek-V2-Lite and
 * V3: neighbouring lanes read neighbouring bytes, no bank is met twice, each byte of the cache is
 * copied once for each block of heads, and nothing is spilled.
 */
final class DecodeCountersTest {

  /** Of the sectors that the same bytes would need as neighbours. */
  private static final double SECTOR_EXCESS = 1 / 0.95;

  private static final double BANK_CONFLICTS = 1.05;
  private static final double CACHE_BYTES = 1.02;

  /** Three whole tiles: one split. */
  private static final int KEYS = 96;

  private static final Pattern ENTRY = Pattern.compile("\\.entry (\\w+)\\(");

  /** Each case is counted once, for all claims. */
  private static final Map<String, Profile> PROFILES = new ConcurrentHashMap<>();

  /**
   * One kernel at one shape.
   *
   * @param queryBytes what is copied beside the cache
   * @param cacheBytes what must be copied of it, by all blocks of heads together
   */
  private record Case<P>(
      String name, String stem, Loader<P> loader, P problem, long queryBytes, long cacheBytes) {

    /** Checks are for other tests: some edits here make races. */
    Profile profile(PtxSource ptx) {
      try (EmulatedDevice device = EmulatedDevice.profiling(Checks.FEWEST, Schedule.LATEST)) {
        loader.load(device, ptx).run(problem);
        return device.profile();
      }
    }

    PtxSource ptx() {
      return KernelSource.committed(stem).ptx();
    }
  }

  private static final Case<PagedMlaDecode.Problem> TENSOR_V2_LITE = tensor(Model.DEEPSEEK_V2_LITE);

  private static Stream<Case<?>> onMatrixUnits() {
    return Stream.of(
        TENSOR_V2_LITE,
        tensor(Model.DEEPSEEK_V3),
        fp8(Model.DEEPSEEK_V2_LITE),
        fp8(Model.DEEPSEEK_V3),
        sparse(Model.DEEPSEEK_V2_LITE),
        sparse(Model.DEEPSEEK_V3),
        mha("mha 16", 16, 16, 192, 128),
        mha("gqa 128", 128, 16, 128, 128));
  }

  private static Stream<Case<?>> all() {
    return Stream.concat(
        onMatrixUnits(), Stream.of(plain(Model.DEEPSEEK_V2_LITE), plain(Model.DEEPSEEK_V3)));
  }

  private static Case<PagedMlaDecode.Problem> plain(Model model) {
    return latent("plain", model, dense(model), 0);
  }

  private static Case<PagedMlaDecode.Problem> tensor(Model model) {
    return latent("tensor", model, dense(model), 1152);
  }

  private static Case<PagedMlaDecode.Problem> fp8(Model model) {
    return latent("fp8", model, KernelProblems.fp8(model.heads(), 64, KEYS), 656);
  }

  private static PagedMlaDecode.Problem dense(Model model) {
    return PagedMlaDecodeProblems.model(
            model, List.of(KEYS), PagedMlaDecodeRecipe.Pattern.NORMAL, 1)
        .problem();
  }

  @SuppressWarnings("unchecked") // the operator's problems are decode's
  private static Case<PagedMlaDecode.Problem> latent(
      String word, Model model, PagedMlaDecode.Problem problem, int bytesPerKey) {
    CommittedKernel<PagedMlaDecode.Problem> kernel =
        (CommittedKernel<PagedMlaDecode.Problem>)
            CommittedKernel.of(PagedMlaDecode.OPERATOR).stream()
                .filter(one -> one.word().equals(word))
                .findFirst()
                .orElseThrow();
    return new Case<>(
        word + " " + model.name(),
        kernel.stem(),
        kernel.loader(),
        problem,
        1152L * model.heads(),
        (long) bytesPerKey * KEYS * blocks(model.heads()));
  }

  private static Case<?> sparse(Model model) {
    return new Case<>(
        "sparse " + model.name(),
        SparseMlaDecodeKernel.STEM,
        SparseMlaDecodeKernel::new,
        KernelProblems.sparse(model.heads(), KEYS),
        1152L * model.heads(),
        1152L * KEYS * blocks(model.heads()));
  }

  private static Case<?> mha(
      String name, int heads, int keyValueHeads, int keyWidth, int valueWidth) {
    return new Case<>(
        name,
        MhaDecodeKernel.STEM,
        MhaDecodeKernel::new,
        KernelProblems.mha(heads, keyValueHeads, keyWidth, valueWidth, KEYS),
        2L * heads * keyWidth,
        2L * KEYS * keyValueHeads * (keyWidth + valueWidth));
  }

  /** Blocks of heads, which all read the cache. */
  private static int blocks(int heads) {
    return Math.ceilDiv(heads, heads <= 16 ? 16 : 64);
  }

  @TestFactory
  Stream<DynamicTest> globalLoadsAreCoalesced() {
    return tests(all(), DecodeCountersTest::assertCoalesced);
  }

  @TestFactory
  Stream<DynamicTest> banksAreNotMetTwice() {
    return tests(onMatrixUnits(), DecodeCountersTest::assertNoConflicts);
  }

  @TestFactory
  Stream<DynamicTest> theCacheIsCopiedOnceForEachBlockOfHeads() {
    return tests(onMatrixUnits(), DecodeCountersTest::assertCopiedOnce);
  }

  @TestFactory
  Stream<DynamicTest> nothingIsInLocalMemory() {
    return all()
        .map(Case::stem)
        .distinct()
        .map(stem ->
            DynamicTest.dynamicTest(
                stem, () -> assertNoLocalMemory(KernelSource.committed(stem).ptx())));
  }

  /** Kernels and what is asked of their profile. */
  private interface Claim {
    void check(Profile profile, Case<?> one);
  }

  private static Stream<DynamicTest> tests(Stream<Case<?>> cases, Claim claim) {
    return cases.map(
        one -> DynamicTest.dynamicTest(one.name(), () -> claim.check(profile(one), one)));
  }

  private static Profile profile(Case<?> one) {
    return PROFILES.computeIfAbsent(one.name(), name -> one.profile(one.ptx()));
  }

  private static void assertCoalesced(Profile profile, Case<?> one) {
    double excess = loads(profile).sectorExcess();
    assertTrue(excess <= SECTOR_EXCESS, () -> "sectors for each that is needed: " + excess);
  }

  private static Profile loads(Profile profile) {
    return profile.only(InstructionClass.LOAD_GLOBAL, InstructionClass.COPY);
  }

  private static void assertNoConflicts(Profile profile, Case<?> one) {
    double turns = profile.bankConflicts();
    assertTrue(turns <= BANK_CONFLICTS, () -> "turns for each that is needed: " + turns);
  }

  private static void assertCopiedOnce(Profile profile, Case<?> one) {
    double share = copied(profile, one);
    assertTrue(share <= CACHE_BYTES && share >= 1, () -> "bytes for each of the cache: " + share);
  }

  private static double copied(Profile profile, Case<?> one) {
    long bytes = profile.only(InstructionClass.COPY).bytesMoved();
    return (double) (bytes - one.queryBytes()) / one.cacheBytes();
  }

  private static void assertNoLocalMemory(PtxSource ptx) {
    try (EmulatedDevice device = new EmulatedDevice(Checks.ALL);
        DeviceModule module = device.load(ptx)) {
      ENTRY
          .matcher(ptx.text())
          .results()
          .map(entry -> module.kernel(entry.group(1)))
          .forEach(kernel -> assertEquals(0, kernel.resources().localBytesPerThread()));
    }
  }

  /** Rows of 24 bytes, half of which lie in two sectors. */
  @Test
  void rowsAcrossSectorsAreNoticed() {
    Case<?> narrow = mha("narrow", 16, 16, 12, 12);
    Profile profile = narrow.profile(narrow.ptx());
    assertThrows(AssertionError.class, () -> assertCoalesced(profile, narrow));
  }

  /** Without the swizzle, eight rows of a matrix are in the same banks. */
  @Test
  void rowsInTheSameBanksAreNoticed() {
    Profile profile =
        TENSOR_V2_LITE.profile(edited("and\\.b32 +\t(%r\\d+), (%r\\d+), 7;", "mov.u32 \t$1, 0;"));
    assertThrows(AssertionError.class, () -> assertNoConflicts(profile, TENSOR_V2_LITE));
  }

  @Test
  void tilesThatAreCopiedTwiceAreNoticed() {
    Profile profile = TENSOR_V2_LITE.profile(edited("(cp\\.async\\.cg[^;]*;)", "$1 $1"));
    assertThrows(AssertionError.class, () -> assertCopiedOnce(profile, TENSOR_V2_LITE));
  }

  @Test
  void localMemoryIsNoticed() {
    PtxSource spilled =
        edited("(\\.reg \\.pred +\t%p<\\d+>;)", "$1 .local .align 4 .b8 spilled[4];");
    assertThrows(AssertionError.class, () -> assertNoLocalMemory(spilled));
  }

  private static PtxSource edited(String regex, String by) {
    String text = TENSOR_V2_LITE.ptx().text();
    Matcher matcher = Pattern.compile(regex).matcher(text);
    assertTrue(matcher.find(), "nothing to edit in the PTX");
    return new PtxSource(TENSOR_V2_LITE.stem(), matcher.replaceAll(by));
  }
}
