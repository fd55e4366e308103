package assay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.gpu.device.DeviceFault;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.machine.Completion;
import assay.spec.Implementation;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A kernel with one barrier or one wait less. The check for races finds each by itself, whether
 * copies complete early or late.
 *
 * @param kernel whole
 * @param problems for each of its entries one that runs it, and long enough that tiles follow tiles
 */
record KernelRaces<P>(KernelUnderTest<P> kernel, Map<String, P> problems) {

  private static final Checks RACES_ALONE = new Checks(false, false, true, 1L << 28);
  private static final Pattern BARRIER = Pattern.compile("bar\\.sync[^;]*;");
  private static final Pattern WAIT = Pattern.compile("cp\\.async\\.wait_group (\\d);");

  long barriers() {
    return matches(BARRIER).count();
  }

  long waits() {
    return matches(WAIT).count();
  }

  Stream<DynamicTest> each() {
    Stream<DynamicTest> dropped =
        Stream.concat(matches(BARRIER), matches(WAIT)).flatMap(match -> tests(match, ""));
    Stream<DynamicTest> weakened =
        matches(WAIT)
            .flatMap(match ->
                tests(
                    match, "cp.async.wait_group " + (1 + Integer.parseInt(match.group(1))) + ";"));
    return Stream.concat(dropped, weakened);
  }

  private Stream<MatchResult> matches(Pattern pattern) {
    return pattern.matcher(kernel.ptx()).results();
  }

  private Stream<DynamicTest> tests(MatchResult match, String replacement) {
    String ptx = kernel.ptx();
    String before = ptx.substring(0, match.start());
    String edited = before + replacement + ptx.substring(match.end());
    String name = "%s at line %d, now '%s'".formatted(match.group(), lines(before), replacement);
    return Stream.of(Completion.values())
        .map(completion ->
            DynamicTest.dynamicTest(
                name + " " + completion, () -> assertRace(edited, problem(before), completion)));
  }

  private static long lines(String text) {
    return text.lines().count();
  }

  /** Of the entry that a text up to somewhere in it ends with. */
  private P problem(String before) {
    return problems.entrySet().stream()
        .max((a, b) -> Integer.compare(place(before, a.getKey()), place(before, b.getKey())))
        .orElseThrow()
        .getValue();
  }

  private static int place(String text, String entry) {
    return text.lastIndexOf(".entry " + entry + "(");
  }

  private void assertRace(String ptx, P problem, Completion completion) {
    Implementation<P> run = kernel.run(ptx, RACES_ALONE, completion);
    DeviceFault fault = assertThrows(DeviceFault.class, () -> run.run(problem));
    assertEquals(DeviceFault.Kind.RACE, fault.kind(), fault.getMessage());
  }
}
