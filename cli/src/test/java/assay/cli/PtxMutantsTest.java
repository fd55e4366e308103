package assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.evidence.Fate;
import assay.gpu.device.PtxSource;
import assay.gpu.kernels.KernelSource;
import assay.gpu.kernels.PagedMlaDecodeKernel;
import assay.gpu.kernels.PagedMlaDecodeTensorKernel;
import assay.gpu.mutation.MutationKind;
import assay.gpu.mutation.PtxMutant;
import assay.gpu.mutation.PtxMutants;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A sample of damaged kernels, and what is argued of those that nobody can tell from the whole. */
final class PtxMutantsTest {

  private static final long SEED = 20_261_124;
  private static final int SAMPLE = 40;

  private static final KernelSource PLAIN = KernelSource.committed(PagedMlaDecodeKernel.ENTRY);
  private static final PtxTrial TRIAL =
      PtxTrial.of(PtxMutantsPlan.of(PLAIN, SEED, new MutantChoice.Drawn(SAMPLE)));

  @Test
  void noMutantOfTheSampleSurvives() {
    List<JudgedMutant> judged = TRIAL.run(one -> {});
    assertEquals(SAMPLE, judged.size());
    List<String> survivors =
        judged.stream()
            .filter(one -> one.fate() == Fate.SURVIVED)
            .map(one -> one.mutant().id())
            .toList();
    assertEquals(List.of(), survivors);
    Set<Fate> fates = judged.stream().map(JudgedMutant::fate).collect(Collectors.toSet());
    assertTrue(fates.contains(Fate.KILLED));
  }

  @TestFactory
  Stream<DynamicTest> aMissingBarrier_isFoundByAChecker() {
    return PtxMutants.of(PLAIN.ptx().text()).stream()
        .filter(mutant -> mutant.kind() == MutationKind.DROP_BARRIER)
        .map(mutant -> DynamicTest.dynamicTest(mutant.id(), () -> assertFault(mutant)));
  }

  private static void assertFault(PtxMutant mutant) {
    assertInstanceOf(PtxVerdict.Faulted.class, TRIAL.judged(mutant).verdict());
  }

  @Test
  void whatIsArguedToBeEquivalent_andIsNot_isSaid() {
    ArguedEquivalents all = ArguedEquivalents.parse(List.of("# Nothing matters.", "*"));
    PtxTrial trial = new PtxTrial(TRIAL.plan(), TRIAL.judge(), all);
    PtxMutant barrier =
        PtxMutants.of(PLAIN.ptx().text()).stream()
            .filter(mutant -> mutant.kind() == MutationKind.DROP_BARRIER)
            .findFirst()
            .orElseThrow();
    assertTrue(trial.judged(barrier).overclaimed());
    assertFalse(TRIAL.judged(barrier).overclaimed());
  }

  @Test
  void whatNoProblemExecutesIsArguedOrKilledByALaw() {
    PtxCoverage coverage = TRIAL.judge().coverage();
    List<String> unreached =
        PtxMutants.of(PLAIN.ptx().text()).stream()
            .filter(mutant -> coverage.executing(mutant).isEmpty())
            .filter(mutant -> TRIAL.judged(mutant).fate() == Fate.SURVIVED)
            .map(PtxMutant::id)
            .toList();
    assertEquals(List.of(), unreached);
  }

  @Test
  void whatNoProblemExecutes_isNotJudged() {
    PtxJudge judge = TRIAL.judge();
    PtxJudge blind =
        new PtxJudge(
            judge.whole(),
            judge.kernel(),
            judge.entries(),
            new PtxCoverage(List.of()),
            judge.golden(),
            judge.budget(),
            judge.shared());
    PtxVerdict verdict = blind.judge(TRIAL.plan().mutants().getFirst());
    assertInstanceOf(PtxVerdict.Unreached.class, verdict);
  }

  @Test
  void whatIsNotPtxIsRefusedWhereItIsLoaded() {
    PtxVerdict verdict = TRIAL.judge().judge(new PtxSource("broken", "what?"));
    assertInstanceOf(PtxVerdict.Refused.class, verdict);
  }

  @Test
  void aKernelThatIsWrongAsItStandsIsNotMutated() {
    String wrong = PLAIN.ptx().text().replace("0f3F317218", "0f3F800000");
    assertThrows(IllegalArgumentException.class, () -> PtxJudge.of(new PtxSource("wrong", wrong)));
  }

  @TestFactory
  Stream<DynamicTest> everyFormOfEquivalents_coversMutants_andHasAReason() {
    return Stream.of(PagedMlaDecodeKernel.ENTRY, PagedMlaDecodeTensorKernel.STEM)
        .map(stem -> DynamicTest.dynamicTest(stem, () -> assertFresh(stem)));
  }

  private static void assertFresh(String stem) {
    PtxSource ptx = KernelSource.committed(stem).ptx();
    List<PtxMutant> mutants = PtxMutants.of(ptx.text());
    List<EquivalentForm> forms = ArguedEquivalents.of(PtxKernel.of(ptx)).forms();
    List<String> stale =
        forms.stream()
            .filter(form -> mutants.stream().noneMatch(form::covers))
            .map(EquivalentForm::text)
            .toList();
    assertEquals(List.of(), stale);
    forms.forEach(form -> assertTrue(form.reason().endsWith("."), form::text));
  }

  @Test
  void reasonsStandAboveTheirForms() {
    List<EquivalentForm> forms =
        ArguedEquivalents.parse(List.of("# Because.", "a", "", "b")).forms();
    assertEquals(List.of("a", "b"), forms.stream().map(EquivalentForm::text).toList());
    assertTrue(forms.stream().allMatch(form -> form.reason().equals("Because.")));
  }
}
