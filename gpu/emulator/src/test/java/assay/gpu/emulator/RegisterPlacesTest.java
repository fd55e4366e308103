package assay.gpu.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.device.DeviceFault;
import assay.gpu.device.PtxSource;
import assay.gpu.emulator.execute.InstructionSet;
import assay.gpu.emulator.load.Loader;
import assay.gpu.emulator.machine.Arithmetic;
import assay.gpu.emulator.machine.Program;
import assay.gpu.ptx.PtxModule;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Registers share places, and no value is lost by it. */
final class RegisterPlacesTest {

  private static Program program(PtxSource source) {
    PtxModule module = PtxModule.parse(source.text());
    Loader loader =
        new Loader(module, InstructionSet.forms(), Map.of(), true, true, Arithmetic.NEAREST, null);
    return Objects.requireNonNull(loader.programs().get("k"));
  }

  private static PtxSource chain(int length) {
    StringBuilder body = new StringBuilder(".reg .b32 %g<" + (length + 1) + ">;\n");
    body.append("mov.u32 %g0, %r0;\n");
    for (int i = 1; i <= length; i++) {
      body.append("add.u32 %%g%d, %%g%d, 1;%n".formatted(i, i - 1));
    }
    return Ptx.kernel(body + "st.global.u32 [%rd1], %g" + length + ";");
  }

  @Test
  void aLongChainOfValues_needsFewPlaces() {
    int words = program(chain(5000)).frame().words();
    assertTrue(words < 16, "" + words);
    assertArrayEquals(new int[] {5000, 5001}, Ptx.run(chain(5000), 2, 2));
  }

  @Test
  void valuesThatLiveAtOnce_keepApart() {
    StringBuilder body = new StringBuilder(".reg .b32 %g<64>;\nmov.u32 %r5, 0;\n");
    for (int i = 0; i < 64; i++) {
      body.append("add.u32 %%g%d, %%r0, %d;%n".formatted(i, i));
    }
    for (int i = 0; i < 64; i++) {
      body.append("mad.lo.u32 %%r5, %%r5, 3, %%g%d;%n".formatted(i));
    }
    int expected = 0;
    for (int i = 0; i < 64; i++) {
      expected = expected * 3 + i;
    }
    PtxSource source = Ptx.kernel(body + "st.global.u32 [%rd1], %r5;");
    assertEquals(expected, Ptx.run(source, 1, 1)[0]);
  }

  /** %r1 is read at the top of the loop and written at its end, with others in between. */
  @Test
  void aValueThatALoopCarries_keepsItsPlace() {
    PtxSource source =
        Ptx.kernel(
            """
            mov.u32 %r1, 1;
            mov.u32 %r2, 0;
            LOOP:
            add.u32 %r3, %r1, %r1;
            mul.lo.u32 %r4, %r3, 5;
            sub.u32 %r5, %r4, %r3;
            add.u32 %r2, %r2, 1;
            setp.lt.u32 %p1, %r2, 4;
            sub.u32 %r1, %r5, %r3;
            @%p1 bra LOOP;
            st.global.u32 [%rd1], %r1;
            """);
    assertEquals(6 * 6 * 6 * 6, Ptx.run(source, 1, 1)[0]);
  }

  @Test
  void lanesThatDiverge_keepTheirOwnValues() {
    PtxSource source =
        Ptx.kernel(
            """
            setp.lt.u32 %p1, %r0, 16;
            add.u32 %r6, %r0, 1000;
            @%p1 bra LOW;
            add.u32 %r1, %r0, 1;
            add.u32 %r2, %r1, %r1;
            bra JOIN;
            LOW:
            add.u32 %r3, %r0, 2;
            add.u32 %r2, %r3, %r3;
            JOIN:
            add.u32 %r4, %r2, %r6;
            st.global.u32 [%rd1], %r4;
            """);
    int[] found = Ptx.run(source, 32, 32);
    for (int lane = 0; lane < 32; lane++) {
      assertEquals(1000 + lane + 2 * (lane + (lane < 16 ? 2 : 1)), found[lane]);
    }
  }

  /** The guarded write leaves the old value in some lanes, so its place must be kept. */
  @Test
  void aGuardedWrite_endsNothing() {
    PtxSource source =
        Ptx.kernel(
            """
            mov.u32 %r1, 7;
            add.u32 %r2, %r0, 1;
            add.u32 %r3, %r2, 1;
            setp.eq.u32 %p1, %r0, 1;
            @%p1 mov.u32 %r1, 9;
            add.u32 %r1, %r1, %r3;
            st.global.u32 [%rd1], %r1;
            """);
    assertArrayEquals(new int[] {9, 12, 11}, Ptx.run(source, 3, 3));
  }

  @Test
  void aRegisterThatWasNeverWritten_isStillFound_thoughItsPlaceWas() {
    PtxSource source =
        Ptx.kernel(
            """
            add.u32 %r1, %r0, 1;
            add.u32 %r2, %r1, 1;
            st.global.u32 [%rd1], %r2;
            setp.eq.u32 %p1, %r0, 77;
            @%p1 mov.u32 %r3, 1;
            st.global.u32 [%rd1], %r3;
            """);
    DeviceFault fault = assertThrows(DeviceFault.class, () -> Ptx.run(source, 1, 1));
    assertEquals(DeviceFault.Kind.UNINITIALISED, fault.kind());
  }
}
