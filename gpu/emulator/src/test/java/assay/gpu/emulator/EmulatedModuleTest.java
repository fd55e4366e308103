package assay.gpu.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.gpu.device.Device;
import assay.gpu.device.Dim3;
import assay.gpu.device.InvalidModule;
import assay.gpu.device.KernelArguments;
import assay.gpu.device.LaunchConfig;
import assay.gpu.device.PtxSource;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EmulatedModuleTest {

  private static List<String> problems(PtxSource source) {
    try (Device device = new EmulatedDevice(Checks.ALL)) {
      return assertThrows(InvalidModule.class, () -> device.load(source)).problems();
    }
  }

  @Test
  void everyUnsupportedFormIsListedWithItsLine() {
    PtxSource source =
        Ptx.kernel("tanh.approx.bf16 %h1, %h2;\nmov.u32 %r1, 0;\nmov.u32 %r2, %clock;");
    int line = Ptx.FIRST_LINE;
    assertEquals(
        List.of(
            "line %d: tanh.approx.bf16 is not supported".formatted(line),
            "line %d: special register %%clock is not supported".formatted(line + 2)),
        problems(source));
  }

  @Test
  void syntaxErrorsAreOneSentence() {
    assertEquals(
        List.of("line 2: the text has no '.target'."),
        problems(new PtxSource("t.ptx", ".version 8.0\n")));
  }

  @Test
  void operandsMustFitTheForm() {
    int line = Ptx.FIRST_LINE;
    assertEquals(
        List.of("line %d: register %%p1 of type pred does not fit here".formatted(line)),
        problems(Ptx.kernel("add.u32 %r1, %p1, 1;")));
  }

  @Test
  void variablesLargerThanAnyMemoryAreRefused() {
    String two = ".%1$s .b8 a[2147483647];\n.%1$s .b8 b[2147483647];";
    for (String space : List.of("shared", "local")) {
      assertEquals(
          List.of(
              "shared or local variables take 4294967294 bytes; at most 2147483647 are supported"),
          problems(Ptx.kernel(two.formatted(space))));
    }
  }

  @Test
  void oldTargetsAreRefused() {
    PtxSource source = new PtxSource("t.ptx", ".version 8.0\n.target sm_35\n.address_size 64\n");
    assertEquals(List.of("target is sm_35; sm_50 and later are supported"), problems(source));
  }

  @Test
  void recursionIsRefused() {
    String function = ".func f() { call.uni f, (); ret; }";
    assertEquals(
        List.of("line 4: recursive call of f is not supported"),
        problems(Ptx.kernel(function, "call.uni f, ();")));
  }

  @Test
  void callsAreInlinedAlsoWhereLanesReturnEarly() {
    String function =
        """
        .func (.param .b32 result) f(.param .b32 a)
        {
        .reg .pred %p; .reg .b32 %x;
        ld.param.b32 %x, [a];
        setp.lt.u32 %p, %x, 2;
        st.param.b32 [result], 7;
        @%p ret;
        add.u32 %x, %x, 100;
        st.param.b32 [result], %x;
        ret;
        }
        """;
    String body =
        """
        { .param .b32 given; .param .b32 got;
        st.param.b32 [given], %r0;
        call.uni (got), f, (given);
        ld.param.b32 %r1, [got]; }
        st.global.u32 [%rd1], %r1;
        """;
    assertArrayEquals(new int[] {7, 7, 102, 103}, Ptx.run(Ptx.kernel(function, body), 4, 4));
  }

  @Test
  void moduleVariablesHoldTheirInitialisers() {
    String declarations =
        ".const .align 4 .u32 table[4] = {5, 6, 7};\n.global .align 4 .f32 one = 0f3F800000;";
    String body =
        """
        mov.u64 %rd2, table;
        mad.wide.u32 %rd2, %r0, 4, %rd2;
        ld.const.u32 %r1, [%rd2];
        ld.global.u32 %r2, [one];
        add.u32 %r1, %r1, %r2;
        st.global.u32 [%rd1], %r1;
        """;
    int one = Float.floatToRawIntBits(1);
    assertArrayEquals(
        new int[] {one + 5, one + 6, one + 7, one}, Ptx.run(Ptx.kernel(declarations, body), 4, 4));
  }

  @Test
  void genericAddressesReachSharedAndLocalMemory() {
    String body =
        """
        .local .align 4 .b8 depot[8];
        .shared .align 4 .b8 tile[128];
        mov.u64 %rd2, depot;
        cvta.local.u64 %rd2, %rd2;
        st.u32 [%rd2+4], %r0;
        mov.u64 %rd3, tile;
        cvta.shared.u64 %rd3, %rd3;
        mad.wide.u32 %rd3, %r0, 4, %rd3;
        ld.u32 %r1, [%rd2+4];
        st.u32 [%rd3], %r1;
        cvta.to.shared.u64 %rd4, %rd3;
        ld.shared.u32 %r2, [%rd4];
        st.u32 [%rd1], %r2;
        """;
    assertArrayEquals(new int[] {0, 1, 2}, Ptx.run(Ptx.kernel(body), 3, 3));
  }

  @Test
  void atomicsOfManyBlocksAddUp() {
    int[] sum = Ptx.run(Ptx.kernel("red.global.add.u32 [%rd0], %r0;"), 64, 10, new int[1]);
    assertArrayEquals(new int[] {10 * 63 * 64 / 2}, sum);
  }

  @Test
  void countersCountLanes() {
    try (EmulatedDevice device = new EmulatedDevice(Checks.ALL);
        var buffer = device.allocate(256)) {
      device
          .load(Ptx.kernel(""))
          .kernel("k")
          .launch(new LaunchConfig(Dim3.of(2), Dim3.of(40)), new KernelArguments().buffer(buffer));
      assertEquals(new Counters(4 * 4, 4 * 80), device.counters());
    }
  }
}
