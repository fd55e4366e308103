package assay.gpu.ptx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What compilers really write. */
final class PtxModuleTest {

  private static final String HEADER = ".version 9.0\n.target sm_80\n.address_size 64\n";

  private static PtxFunction body(String text) {
    return PtxModule.parse(HEADER + ".visible .entry k(.param .u64 p)\n{\n" + text + "\n}\n")
        .entry("k")
        .orElseThrow();
  }

  private static Instruction first(String text) {
    return body(text).body().getFirst();
  }

  @Test
  void headerIsRead() {
    PtxModule module = PtxModule.parse(HEADER);
    assertEquals(
        List.of("9.0", "sm_80", 64),
        List.of(module.version(), module.target(), module.addressBits()));
  }

  @Test
  void parametersHaveSizesAndAlignments() {
    PtxModule module =
        PtxModule.parse(
            HEADER
                + ".entry k(.param .align 8 .b8 a[240], .param .u64 .ptr .global .align 16 b,\n"
                + " .param .f32 c) .maxntid 128, 1, 1 .minnctapersm 2 { ret; }");
    PtxFunction entry = module.entry("k").orElseThrow();
    assertEquals(
        List.of(
            new Parameter("a", Type.B8, 240, 8),
            new Parameter("b", Type.U64, 8, 8),
            new Parameter("c", Type.F32, 4, 4)),
        entry.parameters());
    assertEquals(List.of(128, 1, 1), entry.directives().get("maxntid"));
  }

  @Test
  void innerScopesReuseNamesOfRegistersAndLabels() {
    PtxFunction function =
        body(
            """
            .reg .b32 %r<2>;
            { .reg .pred P1; @P1 bra DONE; mov.b32 %r0, 1;
             DONE: }
            { .reg .pred P1; @!P1 bra DONE; mov.b32 %r1, 2;
             DONE: }
            ret;
            """);
    Instruction one = function.body().get(0);
    Instruction two = function.body().get(2);
    assertEquals(new Operand.Label("DONE", 2), one.operand(0));
    assertEquals(new Operand.Label("DONE", 4), two.operand(0));
    assertNotEquals(one.guard().orElseThrow().predicate(), two.guard().orElseThrow().predicate());
    assertTrue(two.guard().orElseThrow().negated());
  }

  @Test
  void operandsMayStandOnSeveralLinesAndWithoutSpaces() {
    Instruction load = first(".reg .b32 %r<4>;\nld.param.v4.b32{%r0,\n%r1,%r2,%r3},[p+-8];");
    assertEquals("ld.param.v4.b32", load.name());
    assertEquals(4, ((Operand.Vector) load.operand(0)).elements().size());
    Parameter parameter = new Parameter("p", Type.U64, 8, 8);
    assertEquals(new Operand.Address(new Operand.ParameterName(parameter), -8), load.operand(1));
  }

  @Test
  void pairsNegationsSinksAndSpecialRegisters() {
    PtxFunction function =
        body(
            """
            .reg .pred %p<3>; .reg .b32 %r<2>;
            setp.lt.and.u32 %p0|_, %r0, %tid.x, !%p2;
            """);
    Instruction setp = function.body().getFirst();
    assertEquals("%p0|_", setp.operand(0).toString());
    assertEquals(new Operand.Special("%tid.x"), setp.operand(2));
    assertEquals("!%p2", setp.operand(3).toString());
  }

  @Test
  void constants() {
    Instruction mov = first("x.y -8, 0xffU, 0f3F800000, -0f00000000, 0d3FF0000000000000, 1.5e1;");
    assertEquals(
        List.of(
            new Operand.Int(-8),
            new Operand.Int(255),
            new Operand.Float32(0x3f800000),
            new Operand.Float32(0x80000000),
            new Operand.Float64(0x3ff0000000000000L),
            new Operand.Float64(Double.doubleToRawLongBits(15))),
        mov.operands());
  }

  @Test
  void modifiersKeepDoubleColons() {
    Instruction load =
        first(".reg .b64 %rd<1>; .reg .b32 %r<1>; ld.global.L1::evict_last.u32 %r0, [%rd0];");
    assertEquals(List.of("global", "L1::evict_last", "u32"), load.modifiers());
  }

  @Test
  void linesAndSourcePlaces() {
    PtxModule module =
        PtxModule.parse(
            HEADER
                + ".entry k()\n{\n.loc 1 7 3, function_name $L__info0, inlined_at 1 40 5\nret;\n}\n"
                + ".file 1 \"decode.cu\", 123, 456\n"
                + ".section .debug_str { .b8 99,0\n }\n");
    Instruction ret = module.entry("k").orElseThrow().body().getFirst();
    assertEquals(7, ret.line());
    assertEquals(Optional.of("decode.cu:7"), ret.source());
  }

  @Test
  void variablesWithInitialisers() {
    PtxModule module =
        PtxModule.parse(
            HEADER
                + ".const .align 4 .b8 tab[4] = {0, 1, 128, 63};\n"
                + ".extern .shared .align 16 .b8 dyn[];\n"
                + ".visible .global .align 4 .f32 g = 0f3F800000;\n");
    assertEquals(List.of(0L, 1L, 128L, 63L), module.variables().getFirst().initial());
    assertTrue(module.variables().get(1).sizedByLaunch());
    assertEquals(List.of(0x3f800000L), module.variables().get(2).initial());
  }

  @Test
  void callsOfFunctionsWithParameters() {
    PtxModule module =
        PtxModule.parse(
            HEADER
                + ".func (.param .b32 r) f(.param .b32 a) { .reg .b32 %x; ld.param.b32 %x, [a];"
                + " st.param.b32 [r+0], %x; ret; }\n"
                + ".entry k() { { // callseq 0, 0\n.param .b32 p0; .param .b32 r0;\n"
                + "call.uni (r0),\nf,\n(\np0\n);\n} ret; }");
    Instruction call = module.entry("k").orElseThrow().body().getFirst();
    assertEquals("(r0), f, (p0)", call.operands().toString().replaceAll("^\\[|\\]$", ""));
    assertEquals(1, module.function("f").orElseThrow().results().size());
  }

  @Test
  void commentsAndPragmas() {
    assertEquals(1, body("/* a\n b */ .pragma \"nounroll\"; // c\nret;").body().size());
  }

  @Test
  void anyTruncationIsASyntaxErrorOrAShorterModule() {
    String text =
        HEADER + ".entry k(.param .u64 p)\n{\n.reg .b32 %r<2>;\nmov.u32 %r0, 1;\nret;\n}\n";
    int open = text.indexOf(".entry") + 1;
    for (int end = open; end < text.lastIndexOf('}'); end++) {
      String cut = text.substring(0, end);
      assertThrows(PtxSyntaxError.class, () -> PtxModule.parse(cut), cut);
    }
  }

  @Test
  void errorsNameTheLine() {
    PtxSyntaxError error = assertThrows(PtxSyntaxError.class, () -> body("\nmov.u32 %missing, 1;"));
    assertEquals(7, error.line());
    assertEquals("line 7: '%missing' is not declared here.", error.getMessage());
  }

  @Test
  void twoDeclarationsInOneScopeAreRefused() {
    assertThrows(PtxSyntaxError.class, () -> body(".reg .b32 a;\n.reg .b32 a;"));
    assertThrows(PtxSyntaxError.class, () -> body("L:\nret;\nL:\nret;"));
  }

  @Test
  void textThatIsNotPtxIsRefused() {
    assertThrows(PtxSyntaxError.class, () -> PtxModule.parse(""));
    assertThrows(PtxSyntaxError.class, () -> PtxModule.parse("#include <cuda.h>"));
    assertThrows(PtxSyntaxError.class, () -> PtxModule.parse(".version 8.0\n"));
  }

  @Test
  void bracketsWithoutEndAreRefused() {
    for (String bracket : List.of("{", "mov.u32 {", "call (")) {
      String deep = bracket + bracket.substring(bracket.length() - 1).repeat(100_000);
      PtxSyntaxError error = assertThrows(PtxSyntaxError.class, () -> body(deep));
      assertTrue(String.valueOf(error.getMessage()).contains("more than 200 deep"), deep::toString);
    }
  }

  @Test
  void aMissingOperandIsASyntaxError() {
    PtxSyntaxError error = assertThrows(PtxSyntaxError.class, () -> first("ret;").operand(0));
    assertEquals("line 6: ret has 0 operands; it takes more.", error.getMessage());
  }
}
