package assay.gpu.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.device.DeviceFault;
import assay.gpu.device.PtxSource;
import org.junit.jupiter.api.Test;

/** Matrix instructions take whole warps, and rows that were written. */
final class MatrixTest {

  private static final String MMA =
      """
      mov.b32 %r1, 0;
      mov.f32 %f1, 0f00000000;
      mma.sync.aligned.m16n8k8.row.col.f32.bf16.bf16.f32
          {%f2, %f3, %f4, %f5}, {%r1, %r1}, {%r1}, {%f1, %f1, %f1, %f1};
      """;

  private static DeviceFault fault(PtxSource source, int threads) {
    return assertThrows(DeviceFault.class, () -> Ptx.run(source, threads, new int[threads]));
  }

  /** PTX 8.4, which the assembler that holds the conformance cases does not know. */
  @Test
  void eightBitElementsOfBothFormats() {
    PtxSource source =
        Ptx.kernel(
            """
            mov.b32 %r1, 0x38383838;
            mov.b32 %r2, 0x40404040;
            mov.f32 %f1, 0f3F000000;
            mma.sync.aligned.m16n8k32.row.col.f32.e4m3.e5m2.f32
                {%f2, %f3, %f4, %f5}, {%r1, %r1, %r1, %r1}, {%r2, %r2}, {%f1, %f1, %f1, %f1};
            add.f32 %f2, %f2, %f5;
            st.global.f32 [%rd1], %f2;
            """);
    int ones = Float.floatToRawIntBits(2 * (32 * 1f * 2f + 0.5f));
    for (int word : Ptx.run(source, 32, new int[32])) {
      assertEquals(ones, word);
    }
  }

  /** D may be written over C in any order of registers. */
  @Test
  void sumsMayGoWhereOthersComeFrom() {
    PtxSource source =
        Ptx.kernel(
            """
            mov.b32 %r1, 0;
            mov.f32 %f1, 0f3F800000;
            mov.f32 %f2, 0f40000000;
            mov.f32 %f3, 0f40400000;
            mov.f32 %f4, 0f40800000;
            mma.sync.aligned.m16n8k8.row.col.f32.bf16.bf16.f32
                {%f2, %f3, %f4, %f1}, {%r1, %r1}, {%r1}, {%f1, %f2, %f3, %f4};
            st.global.f32 [%rd1], %f4;
            """);
    for (int word : Ptx.run(source, 32, new int[32])) {
      assertEquals(Float.floatToRawIntBits(3), word);
    }
  }

  @Test
  void aProductNeedsAllLanes() {
    DeviceFault fault = fault(Ptx.kernel(MMA), 31);
    assertEquals(DeviceFault.Kind.BARRIER, fault.kind());
    assertTrue(String.valueOf(fault.getMessage()).contains("lanes 0x80000000 are not there"));
  }

  @Test
  void lanesThatPassByAreMissed() {
    PtxSource source = Ptx.kernel("setp.eq.u32 %p1, %r0, 3;\n@%p1 bra PAST;\n" + MMA + "PAST:\n");
    assertEquals(DeviceFault.Kind.DEADLOCK, fault(source, 32).kind());
  }

  @Test
  void aMatrixThatWasNeverStored_isUninitialised() {
    PtxSource source =
        Ptx.kernel(
            ".shared .align 16 .b8 tile[512];",
            """
            mov.u32 %r1, tile;
            mad.lo.u32 %r1, %r0, 16, %r1;
            ldmatrix.sync.aligned.m8n8.x1.shared.b16 {%r2}, [%r1];
            """);
    assertEquals(DeviceFault.Kind.UNINITIALISED, fault(source, 32).kind());
  }

  @Test
  void aRowMustLieAtAMultipleOf16Bytes() {
    PtxSource source =
        Ptx.kernel(
            ".shared .align 16 .b8 tile[512];",
            """
            mov.u32 %r1, tile;
            mad.lo.u32 %r1, %r0, 16, %r1;
            ldmatrix.sync.aligned.m8n8.x1.shared.b16 {%r2}, [%r1+8];
            """);
    assertEquals(DeviceFault.Kind.MISALIGNED, fault(source, 32).kind());
  }
}
