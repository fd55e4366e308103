package assay.gpu.jcuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.conformance.ConformanceCase;
import assay.gpu.conformance.ConformanceCases;
import assay.gpu.device.InvalidModule;
import assay.gpu.device.PtxSource;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PtxAssemblerTest {

  private static final String BODY =
      """
      .address_size 64
      .visible .entry store(.param .u64 out) {
        .shared .align 4 .b8 words[512];
        .reg .b64 %p;
        .reg .b32 %r;
        ld.param.u64 %p, [out];
        mov.u32 %r, words;
        st.shared.u32 [%r], %r;
        ld.shared.u32 %r, [%r];
        st.global.u32 [%p], %r;
        ret;
      }
      """;

  private static PtxSource sample(String version) {
    return new PtxSource("sample.ptx", ".version " + version + "\n.target sm_80\n" + BODY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sm_80", "sm_90", "sm_90a"})
  void smallModule_isAssembledForEachArchitecture(String arch) {
    Assembled assembled = PtxAssembler.assemble(sample("8.0"), arch);
    assertEquals(arch, assembled.arch());
    assertTrue(assembled.cubinBytes() > 0, assembled::toString);
    AssembledEntry entry = assembled.entries().getFirst();
    assertEquals("store", entry.name());
    assertEquals(512, entry.sharedBytes());
    assertEquals(0, entry.spillStoreBytes() + entry.spillLoadBytes() + entry.stackBytes());
    assertTrue(entry.registers() >= 2 && entry.registers() <= 255, entry::toString);
    assertEquals(1, assembled.entries().size());
  }

  @Test
  void malformedModule_isRefusedWithTheLine() {
    String text = sample("8.0").text().replace("ret;", "retreat;");
    InvalidModule refusal =
        assertThrows(
            InvalidModule.class,
            () -> PtxAssembler.assemble(new PtxSource("sample.ptx", text), "sm_80"));
    long line = text.substring(0, text.indexOf("retreat")).lines().count();
    assertEquals(1, refusal.problems().size(), refusal::toString);
    assertTrue(refusal.problems().getFirst().contains("line " + line), refusal::toString);
    assertTrue(refusal.problems().getFirst().contains("retreat"), refusal::toString);
  }

  @Test
  void newerPtx_isRefused() {
    assertThrows(InvalidModule.class, () -> PtxAssembler.assemble(sample("9.9"), "sm_80"));
  }

  @Test
  void unknownArchitecture_isRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> PtxAssembler.assemble(sample("8.0"), "sm_75"));
  }

  @ParameterizedTest
  @MethodSource("assay.gpu.device.ContractPtx#all")
  void contractKernels_areValidPtx(PtxSource source) {
    assertTrue(PtxAssembler.assemble(source, "sm_80").cubinBytes() > 0);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void conformanceCases_areValidPtx(ConformanceCase subject) {
    assertTrue(PtxAssembler.assemble(subject.kernel(), subject.target()).cubinBytes() > 0);
  }

  /** Once the library reads them, they are checked like the others. */
  @ParameterizedTest
  @MethodSource("newerCases")
  void conformanceCasesOfNewerPtx_areRefused(ConformanceCase subject) {
    assertThrows(
        InvalidModule.class, () -> PtxAssembler.assemble(subject.kernel(), subject.target()));
  }

  static Stream<ConformanceCase> cases() {
    return ConformanceCases.all().stream().filter(subject -> !isNewer(subject));
  }

  static Stream<ConformanceCase> newerCases() {
    return ConformanceCases.all().stream().filter(PtxAssemblerTest::isNewer);
  }

  private static boolean isNewer(ConformanceCase subject) {
    return subject.version().compareTo("8.0") > 0;
  }
}
