package assay.gpu.mutation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.ptx.PtxModule;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is done to which instruction. */
final class PtxMutantsTest {

  private static final String KERNEL =
      """
      .version 8.0
      .target sm_80
      .address_size 64
      .file 1 "decode.cu"
      .entry k(.param .u64 p)
      {
      .reg .pred %p<3>; .reg .b32 %r<9>; .reg .f32 %f<9>; .reg .b64 %rd<3>;
      .shared .align 16 .b8 s[64];
      .loc 1 7 3
      """;

  private static final String ALL_KINDS =
      """
      mov.u32 %r1, 5;
      mov.f32 %f1, 0f3F800000;
      setp.lt.s32 %p1, %r1, %r2;
      setp.eq.s32 %p2, %r1, %r2;
      cp.async.cg.shared.global [%r1], [%rd1], 16, %r2;
      cp.async.commit_group;
      cp.async.wait_group 0;
      ld.shared.f32 %f2, [%r1+4];
      bar.sync 0;
      st.shared.f32 [%r1], %f2;
      membar.gl;
      sub.s32 %r3, %r1, %r2;
      fma.rn.f32 %f3, %f1, %f2, %f3;
      @%p1 bra $L_end;
      ldmatrix.sync.aligned.m8n8.x2.shared.b16 {%r1, %r2}, [%r3];
      $L_end:
      """;

  private static String kernel(String body) {
    return KERNEL + body + "ret;\n}\n";
  }

  private static List<PtxMutant> mutants(String body) {
    return PtxMutants.of(kernel(body));
  }

  private static Set<String> after(MutationKind kind, String body) {
    return mutants(body).stream()
        .filter(mutant -> mutant.kind() == kind)
        .map(PtxMutant::after)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyKindIsMade() {
    Set<MutationKind> made = EnumSet.noneOf(MutationKind.class);
    mutants(ALL_KINDS).forEach(mutant -> made.add(mutant.kind()));
    assertEquals(EnumSet.allOf(MutationKind.class), made);
  }

  @Test
  void everyMutantIsOtherPtxWithItsLinesWhereTheyWere() {
    String text = kernel(ALL_KINDS);
    for (PtxMutant mutant : PtxMutants.of(text)) {
      String damaged = mutant.applyTo(text);
      assertNotEquals(text, damaged, mutant.id());
      assertEquals(text.lines().count(), damaged.lines().count(), mutant.id());
      assertEquals(Optional.of("decode.cu:7"), mutant.source());
      PtxModule.parse(damaged);
    }
  }

  @Test
  void aBarrierIsLeftOutAndMovedPastBothNeighbours() {
    String body = "ld.shared.f32 %f1, [%r1];\nbar.sync 0;\nst.shared.f32 [%r2], %f1;\n";
    assertEquals(Set.of(""), after(MutationKind.DROP_BARRIER, body));
    assertEquals(
        Set.of("bar.sync 0; ld.shared.f32 %f1, [%r1];", "st.shared.f32 [%r2], %f1; bar.sync 0;"),
        after(MutationKind.MOVE_BARRIER, body));
  }

  @Test
  void aBarrierIsNotMovedPastALabel() {
    String body = "bar.sync 0;\n$L:\nst.shared.f32 [%r2], %f1;\n";
    assertEquals(Set.of(), after(MutationKind.MOVE_BARRIER, body));
  }

  @Test
  void aWaitIsWeakened() {
    assertEquals(
        Set.of("cp.async.wait_group 3;"),
        after(MutationKind.WEAKEN_WAIT, "cp.async.wait_group 2;\n"));
  }

  @Test
  void anAddressIsOffByWhatOneThreadMoves() {
    assertEquals(
        Set.of("ld.global.v2.f32 {%f1, %f2}, [%rd1+24];", "ld.global.v2.f32 {%f1, %f2}, [%rd1+8];"),
        after(MutationKind.SHIFT_ADDRESS, "ld.global.v2.f32 {%f1, %f2}, [%rd1+16];\n"));
  }

  @Test
  void comparisonsAndGuardsChange() {
    assertEquals(
        Set.of("setp.le.s32 %p1, %r1, %r2;"),
        after(MutationKind.SHIFT_COMPARISON, "setp.lt.s32 %p1, %r1, %r2;\n"));
    String guarded = "@!%p1 st.shared.f32 [%r1], %f1;\n";
    assertEquals(Set.of("@%p1 st.shared.f32 [%r1], %f1;"), after(MutationKind.FLIP_GUARD, guarded));
    assertEquals(Set.of("st.shared.f32 [%r1], %f1;"), after(MutationKind.IGNORE_GUARD, guarded));
  }

  @Test
  void aSumLosesTermsAndFactorsAndIsRoundedOtherwise() {
    String fma = "fma.rn.f32 %f1, %f2, %f3, %f4;\n";
    assertEquals(
        Set.of("mov.f32 %f1, %f4;", "mul.f32 %f1, %f2, %f3;"), after(MutationKind.DROP_TERM, fma));
    assertEquals(
        Set.of("add.f32 %f1, %f2, %f4;", "add.f32 %f1, %f3, %f4;"),
        after(MutationKind.DROP_FACTOR, fma));
    assertEquals(
        Set.of("fma.rz.f32 %f1, %f2, %f3, %f4;"), after(MutationKind.CHANGE_ROUNDING, fma));
    assertEquals(
        Set.of("mul.rz.ftz.f32 %f1, %f2, %f3;"),
        after(MutationKind.CHANGE_ROUNDING, "mul.ftz.f32 %f1, %f2, %f3;\n"));
  }

  @Test
  void constantsChange() {
    assertEquals(
        Set.of("shl.b32 %r1, %r2, 1;", "shl.b32 %r1, %r2, 3;"),
        after(MutationKind.CHANGE_INTEGER, "shl.b32 %r1, %r2, 2;\n"));
    assertEquals(
        Set.of("mov.f32 %f1, 0f40000000;", "mov.f32 %f1, 0fBF800000;"),
        after(MutationKind.CHANGE_FLOAT, "mov.f32 %f1, 0f3F800000;\n"));
  }

  @Test
  void aProductOfMatricesIsLeftOutAndItsRegistersAreSwapped() {
    String mma =
        "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%f1,%f2}, {%r1,%r2,%r3},"
            + " {%r4,%r5}, {%f3,%f4};\n";
    assertTrue(after(MutationKind.DROP_TERM, mma).contains("mov.b32 %f1, %f3; mov.b32 %f2, %f4;"));
    assertEquals(3, after(MutationKind.SWAP_OPERANDS, mma).size());
  }

  @Test
  void whatIsAlikeIsNumbered_soThatIdsAreUniqueAndLinesDoNotMatter() {
    List<String> ids = mutants("bar.sync 0;\nbar.sync 0;\n").stream().map(PtxMutant::id).toList();
    assertEquals(
        List.of("drop-barrier k: bar.sync 0; =>  #0", "drop-barrier k: bar.sync 0; =>  #1"), ids);
    assertEquals(
        ids, mutants("// more\n\nbar.sync 0;\nbar.sync 0;\n").stream().map(PtxMutant::id).toList());
  }

  @Test
  void aMutantNamesWhatReadsItsResult() {
    String body = "add.f32 %f1, %f2, %f3;\nmul.f32 %f1, %f1, %f2;\nst.global.f32 [%rd1], %f1;\n";
    Set<String> readers =
        mutants(body).stream()
            .filter(mutant -> mutant.before().startsWith("add"))
            .map(PtxMutant::readers)
            .collect(Collectors.toSet());
    assertEquals(Set.of("mul.f32 st.global.f32"), readers);
  }

  @Test
  void samplesAreOfTheirSeed() {
    List<PtxMutant> all = mutants(ALL_KINDS);
    assertEquals(PtxMutants.sample(all, 1, 10), PtxMutants.sample(all, 1, 10));
    assertNotEquals(PtxMutants.sample(all, 1, 10), PtxMutants.sample(all, 2, 10));
    assertEquals(Set.copyOf(all), Set.copyOf(PtxMutants.sample(all, 1, all.size() + 1)));
  }

  /** Two copies of a loop's body, as a compiler unrolls it, and one more instruction. */
  private static final String UNROLLED =
      """
      @%p1 bra $L__BB0_1;
      shl.b32 %r1, %r2, 2;
      $L__BB0_1:
      @%p2 bra $L__BB0_2;
      shl.b32 %r3, %r4, 2;
      $L__BB0_2:
      shl.b32 %r5, %r6, 3;
      """;

  @Test
  void aLookHasNoNumbersOfRegisters_andAGroupNoLabels() {
    PtxMutant never =
        mutants(UNROLLED).stream()
            .filter(mutant -> mutant.kind() == MutationKind.NEVER)
            .findFirst()
            .orElseThrow();
    assertEquals("never k decode.cu:7: @%p bra $L__BB0_1; =>  []", never.look());
    assertEquals("never k decode.cu:7: @%p bra $L; =>  []", never.group());
  }

  @Test
  void copiesAreOneGroup_butAnotherConstantIsAnother() {
    List<PtxMutant> all = mutants(UNROLLED);
    Map<String, Long> sizes =
        all.stream().collect(Collectors.groupingBy(PtxMutant::group, Collectors.counting()));
    assertEquals(2, sizes.get("never k decode.cu:7: @%p bra $L; =>  []"));
    assertEquals(
        2, sizes.get("change-integer k decode.cu:7: shl.b32 %r, %r, 2; => shl.b32 %r, %r, 3; []"));
    assertEquals(
        1, sizes.get("change-integer k decode.cu:7: shl.b32 %r, %r, 3; => shl.b32 %r, %r, 4; []"));
  }

  @Test
  void ofEachGroupSoManyAreDrawn_inTheTextsOrder() {
    List<PtxMutant> all = mutants(UNROLLED);
    List<PtxMutant> one = PtxMutants.ofEachGroup(all, 1, 1);
    assertEquals(
        all.stream().map(PtxMutant::group).collect(Collectors.toSet()),
        one.stream().map(PtxMutant::group).collect(Collectors.toSet()));
    assertEquals(one.size(), one.stream().map(PtxMutant::group).distinct().count());
    assertEquals(all, PtxMutants.ofEachGroup(all, 1, 2));
    assertEquals(one.stream().sorted(Comparator.comparingInt(PtxMutant::line)).toList(), one);
    assertTrue(
        IntStream.range(2, 9).anyMatch(seed -> !PtxMutants.ofEachGroup(all, seed, 1).equals(one)));
  }
}
