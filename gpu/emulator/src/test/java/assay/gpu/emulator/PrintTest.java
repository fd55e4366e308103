package assay.gpu.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.device.DeviceFault;
import assay.gpu.device.Dim3;
import assay.gpu.device.InvalidModule;
import assay.gpu.device.PtxSource;
import assay.gpu.emulator.machine.Schedule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Calls of the device's {@code printf} and {@code assert}, as a CUDA compiler writes them. */
final class PrintTest {

  private static final String PRINT =
      ".extern .func (.param .b32 r) vprintf(.param .b64 f, .param .b64 a);\n";

  private static final String FAIL =
      ".extern .func __assertfail(.param .b64 m, .param .b64 f, .param .b32 l, .param .b64 n,"
          + " .param .b64 s);\n";

  private static final String CALL =
      """
      {
      .param .b64 param0;
      .param .b64 param1;
      .param .b32 retval0;
      st.param.b64 [param0+0], %%rd3;
      st.param.b64 [param1+0], %%rd4;
      %scall.uni (retval0), vprintf, (param0, param1);
      ld.param.b32 %%r7, [retval0+0];
      }
      """;

  /** Prints the lane and a number that is half of it. */
  private static final String BODY =
      """
      .local .align 8 .b8 packed[16];
      mov.u64 %rd2, packed;
      cvt.rn.f64.u32 %fd1, %r0;
      mul.f64 %fd1, %fd1, 0d3FE0000000000000;
      st.local.u32 [%rd2], %r0;
      st.local.f64 [%rd2+8], %fd1;
      cvta.local.u64 %rd4, %rd2;
      mov.u64 %rd3, text;
      cvta.global.u64 %rd3, %rd3;
      """;

  private static String variable(String name, String text) {
    byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
    String values =
        IntStream.range(0, bytes.length)
            .mapToObj(i -> Integer.toString(bytes[i] & 0xff))
            .collect(Collectors.joining(", "));
    return ".global .align 1 .b8 %s[%d] = {%s};\n".formatted(name, bytes.length, values);
  }

  private static PtxSource printing(String format, String body) {
    return Ptx.kernel(PRINT + variable("text", format), body);
  }

  private static List<String> printed(
      PtxSource source, int threads, int blocks, Checks checks, Schedule schedule) {
    List<String> printed = new ArrayList<>();
    EmulatedDevice device = new EmulatedDevice(checks, schedule);
    device.printTo(printed::add);
    try {
      Ptx.run(device, source, threads, blocks, new int[threads]);
    } catch (DeviceFault fault) {
      printed.add(String.valueOf(fault.getMessage()));
    }
    return printed;
  }

  private static List<String> printed(PtxSource source, int threads, int blocks) {
    return printed(source, threads, blocks, Checks.ALL, Schedule.LATEST);
  }

  @Test
  void threadsPrintInTheirOrder_andAreToldHowManyArguments() {
    String body = BODY + CALL.formatted("") + "st.global.u32 [%rd1], %r7;";
    PtxSource source = printing("%d: %.2f\n", body);
    assertEquals(List.of("0: 0.00\n1: 0.50\n2: 1.00\n"), printed(source, 3, 1));
    EmulatedDevice device = new EmulatedDevice(Checks.ALL);
    device.printTo(text -> {});
    assertEquals(2, Ptx.run(device, source, 3, new int[3])[2]);
  }

  @Test
  void blocksPrintInTheOrderOfTheSchedule() {
    String body = "mov.u32 %r0, %ctaid.x;\n" + BODY + CALL.formatted("");
    PtxSource source = printing("%d ", body);
    assertEquals(List.of("0 1 2 3 4 5 6 7 "), printed(source, 1, 8));
    List<String> drawn = printed(source, 1, 8, Checks.ALL, Schedule.named("3"));
    assertEquals(drawn, printed(source, 1, 8, Checks.ALL, Schedule.named("3")));
    assertEquals(
        "01234567",
        drawn
            .getFirst()
            .chars()
            .filter(c -> c != ' ')
            .sorted()
            .mapToObj(Character::toString)
            .collect(Collectors.joining()));
  }

  @Test
  void aLaunchThatIsLookedAtTwice_printsOnce() {
    String race =
        "and.b32 %r2, %r0, 31;\nsetp.eq.u32 %p1, %r2, 0;\n@%p1 st.global.u32 [%rd0], %r0;\n";
    List<String> printed = printed(printing("%d ", BODY + CALL.formatted("") + race), 64, 1);
    String all = IntStream.range(0, 64).mapToObj(i -> i + " ").collect(Collectors.joining());
    assertEquals(all, printed.getFirst());
    assertTrue(printed.getLast().contains("nothing orders"), printed::toString);
  }

  @Test
  void guardsHold() {
    String body = "setp.eq.u32 %p1, %r0, 5;\n" + BODY + CALL.formatted("@%p1 ");
    String call = body.replace("ld.param.b32 %r7, [retval0+0];", "");
    assertEquals(List.of("5 "), printed(printing("%d ", call), 32, 1));
  }

  @Test
  void whatIsPrintedBeforeAFault_isSeen() {
    List<String> printed = printed(printing("%d ", BODY + CALL.formatted("") + "trap;"), 2, 1);
    assertEquals("0 1 ", printed.getFirst());
    assertTrue(printed.getLast().contains("trap was executed"), printed::toString);
  }

  @Test
  void textsAndAnAddressAreRead() {
    String body =
        """
        .local .align 8 .b8 packed[16];
        mov.u64 %rd2, packed;
        mov.u64 %rd5, name;
        cvta.global.u64 %rd5, %rd5;
        st.local.u64 [%rd2], %rd5;
        st.local.u64 [%rd2+8], 0;
        cvta.local.u64 %rd4, %rd2;
        mov.u64 %rd3, text;
        """;
    PtxSource source =
        Ptx.kernel(
            PRINT + variable("text", "%s has %p") + variable("name", "τile"),
            body + CALL.formatted(""));
    assertEquals(List.of("τile has (nil)"), printed(source, 1, 1));
  }

  @Test
  void anArgumentThatNobodyPacked_isUninitialised() {
    List<String> printed = printed(printing("%d %d", BODY + CALL.formatted("")), 1, 1);
    assertTrue(printed.getFirst().contains("4 byte(s) at generic address"), printed::toString);
    assertTrue(printed.getFirst().contains("never written"), printed::toString);
  }

  @Test
  void aConversionThatItDoesNotKnow_isAFault() {
    List<String> printed = printed(printing("%d %n", BODY + CALL.formatted("")), 1, 1);
    assertTrue(
        printed.getFirst().endsWith("printf does not know the conversion '%n'"), printed::toString);
  }

  @Test
  void noFormat_printsNothing() {
    String body =
        "mov.u64 %rd3, 0;\nmov.u64 %rd4, 0;\n" + CALL.formatted("") + "st.global.u32 [%rd1], %r7;";
    EmulatedDevice device = new EmulatedDevice(Checks.ALL);
    device.printTo(text -> assertEquals("", text));
    assertEquals(-1, Ptx.run(device, printing("", body), 1, new int[1])[0]);
  }

  @Test
  void endlessPrinting_endsAndSaysSo() {
    Checks checks = new Checks(true, true, true, 200);
    String loop = "LOOP:\n" + CALL.formatted("") + "bra LOOP;";
    List<String> printed =
        printed(printing("%4000d\n", BODY + loop), 32, 1, checks, Schedule.LATEST);
    assertTrue(printed.getFirst().endsWith(" more calls of printf)\n"), "what is left out is said");
    assertTrue(printed.getFirst().length() < (1 << 20) + 256, "it ends");
    assertTrue(printed.getLast().contains("has executed"), printed.getLast());
  }

  @Test
  void argumentsThatAreNoVariables_areRefused() {
    PtxSource source = printing("", "call.uni (%r7), vprintf, (%rd3, %rd4);");
    try (EmulatedDevice device = new EmulatedDevice(Checks.ALL)) {
      InvalidModule refusal = assertThrows(InvalidModule.class, () -> device.load(source));
      assertEquals(
          List.of(
              "line %d: vprintf takes 2 .param variables for its arguments and 1 for results"
                  .formatted(Ptx.FIRST_LINE + 2)),
          refusal.problems());
    }
  }

  @Test
  void anAssertion_isATrapThatQuotesIt() {
    String body =
        """
        { .param .b64 m; .param .b64 f; .param .b32 l; .param .b64 n; .param .b64 s;
        mov.u64 %rd2, message;
        mov.u64 %rd3, file;
        st.param.b64 [m], %rd2;
        st.param.b64 [f], %rd3;
        st.param.b32 [l], 12;
        st.param.b64 [n], 0;
        st.param.b64 [s], 1;
        setp.eq.u32 %p1, %r0, 3;
        @%p1 call.uni __assertfail, (m, f, l, n, s); }
        """;
    PtxSource source =
        Ptx.kernel(FAIL + variable("message", "n < 100") + variable("file", "decode.cu"), body);
    DeviceFault fault = assertThrows(DeviceFault.class, () -> Ptx.run(source, 32, 1));
    assertEquals(DeviceFault.Kind.TRAP, fault.kind());
    String message = String.valueOf(fault.getMessage());
    assertEquals(new Dim3(3, 0, 0), Objects.requireNonNull(fault.site()).thread());
    assertTrue(message.endsWith("assertion 'n < 100' failed at decode.cu:12"), message);
  }
}
