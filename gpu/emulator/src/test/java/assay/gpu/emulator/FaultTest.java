package assay.gpu.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.DeviceFault;
import assay.gpu.device.DeviceFault.Kind;
import assay.gpu.device.DeviceFault.Site;
import assay.gpu.device.Dim3;
import assay.gpu.device.Kernel;
import assay.gpu.device.KernelArguments;
import assay.gpu.device.LaunchConfig;
import assay.gpu.device.PtxSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every check catches the bug it is there for, and says where. */
final class FaultTest {

  private static final String SHARED = ".shared .align 4 .b8 tile[128];";

  private static void caught(Kind kind, int line, int thread, String detail, DeviceFault fault) {
    assertEquals(kind, fault.kind(), fault.getMessage());
    assertEquals(
        new Site("k", Ptx.FIRST_LINE + line - 1, null, new Dim3(0, 0, 0), new Dim3(thread, 0, 0)),
        fault.site(),
        fault.getMessage());
    assertTrue(String.valueOf(fault.getMessage()).contains(detail), fault.getMessage());
  }

  private static DeviceFault fault(PtxSource source, int threads, int words) {
    return assertThrows(DeviceFault.class, () -> Ptx.run(source, threads, words));
  }

  @Test
  void storePastTheEnd() {
    DeviceFault fault = fault(Ptx.kernel("st.global.u32 [%rd1], %r0;"), 40, 33);
    caught(
        Kind.OUT_OF_BOUNDS, 1, 33, "0 byte(s) past the end of the 132-byte allocation #1", fault);
  }

  @Test
  void loadFarPastTheEnd() {
    DeviceFault fault = fault(Ptx.kernel("ld.global.u32 %r1, [%rd1+12];"), 1, 1);
    caught(Kind.OUT_OF_BOUNDS, 1, 0, "8 byte(s) past the end of the 4-byte allocation #1", fault);
  }

  @Test
  void loadThatStraddlesTheEnd() {
    DeviceFault fault = fault(Ptx.kernel("ld.global.u64 %rd2, [%rd0+8];"), 1, 3);
    caught(Kind.OUT_OF_BOUNDS, 1, 0, "ends 4 byte(s) past the end of the 12-byte", fault);
  }

  @Test
  void loadBeforeTheStart() {
    DeviceFault fault = fault(Ptx.kernel("ld.global.u32 %r1, [%rd1+-4];"), 1, 1);
    caught(Kind.OUT_OF_BOUNDS, 1, 0, "4 byte(s) before the start of the 4-byte", fault);
  }

  @Test
  void nullPointer() {
    DeviceFault fault = fault(Ptx.kernel("mov.u64 %rd2, 0;\nld.global.u32 %r1, [%rd2];"), 1, 1);
    caught(Kind.OUT_OF_BOUNDS, 2, 0, "nothing was ever allocated there", fault);
  }

  @Test
  void sharedOutOfBounds() {
    PtxSource source = Ptx.kernel(SHARED, "mov.u32 %r1, tile;\nst.shared.u32 [%r1+128], %r0;");
    caught(
        Kind.OUT_OF_BOUNDS,
        2,
        0,
        "0 byte(s) past the end of the 128 bytes of shared tile",
        fault(source, 1, 1));
  }

  @Test
  void sharedBeforeTheStart() {
    PtxSource source = Ptx.kernel(SHARED, "mov.u32 %r1, tile;\nst.shared.u32 [%r1+-4], %r0;");
    caught(
        Kind.OUT_OF_BOUNDS,
        2,
        0,
        "4 byte(s) before the start of the 128 bytes of shared tile",
        fault(source, 1, 1));
  }

  @Test
  void fromOneSharedVariableIntoAnother() {
    String body =
        """
        mov.u32 %%r1, tile;
        mov.u32 %%r2, other;
        st.shared.u32 [%%r1], %%r0;
        st.shared.u32 [%%r2], %%r0;
        st.shared.u32 [%s], %%r0;
        """;
    String two = SHARED + " .shared .align 4 .b8 other[64];";
    for (String stray : List.of("%r1+128", "%r2+-4", "%r1+1024", "%r2+64", "%r2+-1024")) {
      PtxSource source = Ptx.kernel(two, body.formatted(stray));
      DeviceFault fault = fault(source, 1, 1);
      assertEquals(Kind.OUT_OF_BOUNDS, fault.kind(), stray);
    }
    Checks side = new Checks(true, true, true, true, true, false, 1000);
    PtxSource beside = Ptx.kernel(two, body.formatted("%r1+128"));
    Ptx.run(new EmulatedDevice(side), beside, 1, new int[1]);
  }

  @Test
  void localOutOfBounds() {
    PtxSource source =
        Ptx.kernel(
            ".local .align 4 .b8 depot[8];\nmov.u64 %rd2, depot;\nst.local.u32 [%rd2+8], %r0;");
    caught(Kind.OUT_OF_BOUNDS, 3, 0, "local address 0x8", fault(source, 1, 1));
  }

  @Test
  void misaligned() {
    DeviceFault fault = fault(Ptx.kernel("ld.global.u32 %r1, [%rd1+2];"), 1, 2);
    caught(Kind.MISALIGNED, 1, 0, "4 bytes at global address", fault);
  }

  @Test
  void misalignedVector() {
    DeviceFault fault = fault(Ptx.kernel("ld.global.v2.u32 {%r1, %r2}, [%rd0+4];"), 1, 4);
    caught(Kind.MISALIGNED, 1, 0, "8 bytes at global address", fault);
  }

  @Test
  void uninitialisedShared() {
    PtxSource source =
        Ptx.kernel(
            SHARED,
            """
            mov.u32 %r1, tile;
            shl.b32 %r2, %r0, 2;
            add.u32 %r1, %r1, %r2;
            setp.ne.u32 %p1, %r0, 7;
            @%p1 st.shared.u32 [%r1], %r0;
            bar.sync 0;
            ld.shared.u32 %r3, [%r1];
            """);
    caught(Kind.UNINITIALISED, 7, 7, "byte 28 of shared tile", fault(source, 32, 1));
  }

  @Test
  void sharedMemoryOfTheBlockBeforeIsForgotten() {
    PtxSource source =
        Ptx.kernel(
            SHARED,
            """
            mov.u32 %r1, tile;
            mov.u32 %r2, %ctaid.x;
            setp.eq.u32 %p1, %r2, 0;
            @%p1 st.shared.u32 [%r1], %r0;
            ld.shared.u32 %r3, [%r1];
            atom.global.add.u32 %r4, [%rd0], %r3;
            """);
    DeviceFault fault = assertThrows(DeviceFault.class, () -> Ptx.run(source, 1, 2, new int[1]));
    assertEquals(Kind.UNINITIALISED, fault.kind());
    Site site = fault.site();
    assertEquals(new Dim3(1, 0, 0), site == null ? null : site.block());
  }

  @Test
  void uninitialisedGlobal() {
    try (Device device = new EmulatedDevice(Checks.ALL);
        DeviceBuffer buffer = device.allocate(128)) {
      Kernel kernel = device.load(Ptx.kernel("ld.global.u32 %r1, [%rd1];")).kernel("k");
      DeviceFault fault = assertThrows(DeviceFault.class, () -> launch(kernel, buffer));
      caught(Kind.UNINITIALISED, 1, 0, "byte 0 of the 128-byte allocation #1", fault);
    }
  }

  @Test
  void uninitialisedRegister() {
    PtxSource source =
        Ptx.kernel("setp.ne.u32 %p1, %r0, 3;\n@%p1 mov.u32 %r1, 5;\nadd.u32 %r2, %r1, 1;");
    caught(Kind.UNINITIALISED, 3, 3, "register %r1 holds no value yet", fault(source, 32, 1));
  }

  @Test
  void uninitialisedGuard() {
    PtxSource source = Ptx.kernel("@%p1 mov.u32 %r1, 5;");
    caught(Kind.UNINITIALISED, 1, 0, "register %p1 holds no value yet", fault(source, 32, 1));
  }

  @Test
  void useAfterFree() {
    try (Device device = new EmulatedDevice(Checks.ALL);
        DeviceBuffer other = device.allocate(8)) {
      DeviceBuffer freed = device.allocate(16);
      String declarations = ".global .align 8 .u64 kept;";
      String body =
          """
          setp.eq.u32 %p1, %r0, 40;
          ld.global.u64 %rd2, [kept];
          st.global.u64 [kept], %rd0;
          setp.ne.u64 %p2, %rd2, 0;
          @%p2 ld.global.u32 %r1, [%rd2+4];
          """;
      Kernel kernel = device.load(Ptx.kernel(declarations, body)).kernel("k");
      launch(kernel, freed);
      freed.close();
      DeviceFault fault = assertThrows(DeviceFault.class, () -> launch(kernel, other));
      assertEquals(Kind.OUT_OF_BOUNDS, fault.kind());
      String message = String.valueOf(fault.getMessage());
      assertTrue(message.contains("use after free of the freed 16-byte"), message);
    }
  }

  private static void launch(Kernel kernel, DeviceBuffer buffer) {
    kernel.launch(new LaunchConfig(Dim3.of(1), Dim3.of(32)), new KernelArguments().buffer(buffer));
  }

  @Test
  void barrierThatSomeThreadsSkip() {
    PtxSource source = Ptx.kernel("setp.ge.u32 %p1, %r0, 32;\n@%p1 bra OVER;\nbar.sync 0;\nOVER:");
    caught(
        Kind.BARRIER,
        3,
        0,
        "32 of 64 threads arrived at barrier 0, 32 have exited",
        fault(source, 64, 1));
  }

  @Test
  void barrierInDivergedCode() {
    PtxSource source = Ptx.kernel("setp.ge.u32 %p1, %r0, 16;\n@%p1 bra OVER;\nbar.sync 0;\nOVER:");
    caught(Kind.BARRIER, 3, 0, "without lanes 0xffff0000", fault(source, 32, 1));
  }

  @Test
  void twoBarriersThatWaitForEachOther() {
    PtxSource source =
        Ptx.kernel(
            """
            setp.ge.u32 %p1, %r0, 32;
            @%p1 bra OTHER;
            bar.sync 0;
            OTHER:
            bar.sync 1;
            """);
    caught(
        Kind.DEADLOCK,
        3,
        0,
        "32 of 64 threads arrived at barrier 0, 32 of 64 at barrier 1",
        fault(source, 64, 1));
  }

  @Test
  void shuffleWithoutAllMembers() {
    PtxSource source =
        Ptx.kernel(
            """
            setp.ge.u32 %p1, %r0, 16;
            @%p1 bra OVER;
            shfl.sync.bfly.b32 %r1, %r0, 1, 31, -1;
            OVER:
            """);
    caught(Kind.DEADLOCK, 3, 0, "wait for others of their warp", fault(source, 32, 1));
  }

  @Test
  void shuffleFromALaneOutsideTheBlock() {
    PtxSource source = Ptx.kernel("shfl.sync.bfly.b32 %r1, %r0, 8, 31, -1;");
    caught(Kind.UNINITIALISED, 1, 0, "reads lane 8, which does not take part", fault(source, 8, 1));
  }

  @Test
  void trap() {
    PtxSource source = Ptx.kernel("setp.eq.u32 %p1, %r0, 5;\n@%p1 trap;");
    caught(Kind.TRAP, 2, 5, "trap was executed", fault(source, 32, 1));
  }

  @Test
  void endlessLoop() {
    Checks checks = new Checks(true, true, true, 1000);
    try (Device device = new EmulatedDevice(checks);
        DeviceBuffer buffer = device.allocate(4)) {
      Kernel kernel = device.load(Ptx.kernel("LOOP:\nbra LOOP;")).kernel("k");
      DeviceFault fault = assertThrows(DeviceFault.class, () -> launch(kernel, buffer));
      assertEquals(Kind.TIME_LIMIT, fault.kind());
      assertSame(fault, assertThrows(DeviceFault.class, device::synchronize));
    }
  }

  @Test
  void checksCanBeSwitchedOff() {
    try (Device device = new EmulatedDevice(Checks.FEWEST);
        DeviceBuffer buffer = device.allocate(128)) {
      Kernel kernel =
          device.load(Ptx.kernel("ld.global.u32 %r1, [%rd1];\nadd.u32 %r3, %r2, %r1;")).kernel("k");
      launch(kernel, buffer);
      device.synchronize();
    }
  }

  @Test
  void sourceLineIsNamed() {
    PtxSource plain = Ptx.kernel(".loc 1 12 3\ntrap;");
    PtxSource source = new PtxSource("t.ptx", plain.text() + ".file 1 \"decode.cu\"\n");
    Site site = fault(source, 1, 1).site();
    assertEquals("decode.cu:12", site == null ? "" : site.sourceLine());
  }

  @Test
  void theLowestBlockIsReported() {
    PtxSource source = Ptx.kernel("mov.u32 %r1, %ctaid.x;\nsetp.ge.u32 %p1, %r1, 3;\n@%p1 trap;");
    for (int attempt = 0; attempt < 20; attempt++) {
      Site site = assertThrows(DeviceFault.class, () -> Ptx.run(source, 32, 64, new int[1])).site();
      assertEquals(new Dim3(3, 0, 0), site == null ? null : site.block());
    }
  }

  @Test
  void wholeWarpsMayExitBeforeNoBarrier() {
    PtxSource source =
        Ptx.kernel("setp.ge.u32 %p1, %r0, 32;\n@%p1 exit;\nst.global.u32 [%rd1], %r0;");
    assertArrayEquals(new int[] {0, 1}, Arrays.copyOf(Ptx.run(source, 64, 32), 2));
  }
}
