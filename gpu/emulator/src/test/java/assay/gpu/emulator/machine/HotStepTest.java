package assay.gpu.emulator.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.gpu.device.Dim3;
import assay.gpu.device.LaunchConfig;
import assay.gpu.emulator.execute.InstructionSet;
import assay.gpu.emulator.load.Loader;
import assay.gpu.ptx.PtxModule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Steps for code that is executed often give the bits of plain ones, in the same lanes. */
final class HotStepTest {

  private static final int ROUNDS = 200;

  private static final int[] SPECIAL = {
    0,
    1,
    -1,
    31,
    32,
    0x80000000,
    0x7fffffff,
    0x3f800000,
    0xbf800000,
    0x7f800000,
    0xff800000,
    0x7f800001,
    0xffc12345,
    0x00000001,
    0x807fffff,
    0x00800000,
    0x80800000,
    0x7f7fffff,
    0x34000000
  };

  private static final String KERNEL =
      """
      .version 8.0
      .target sm_80
      .address_size 64
      .visible .entry k()
      {
      .reg .pred %%p<3>;
      .reg .b32 %%r<4>;
      %s
      }
      """;

  /** Every form of which there are vectors. */
  private static Stream<String> instructions() {
    return Stream.of(
            spread("%s %%r3, %%r0;", "mov.b32,not.b32,neg.f32,neg.ftz.f32,abs.f32,abs.ftz.f32"),
            spread(
                "%s %%r3, %%r0, %%r1;",
                "add.u32,add.s32,sub.s32,mul.lo.s32,and.b32,or.b32,xor.b32,min.s32,min.u32,max.s32,"
                    + "max.u32,add.f32,sub.f32,mul.f32,min.f32,max.f32,add.rn.ftz.f32,sub.ftz.f32,"
                    + "mul.ftz.f32,min.ftz.f32,max.ftz.f32"),
            spread("%s %%r3, %%r0, %%r1, %%r2;", "mad.lo.s32,fma.rn.f32,fma.rn.ftz.f32"),
            spread("shl.b32 %%r3, %%r0, %s;", "0,1,7,31"),
            spread("shr.u32 %%r3, %%r0, %s;", "0,1,7,31"),
            spread("shr.s32 %%r3, %%r0, %s;", "0,1,7,31"),
            spread("setp.%s %%p1, %%r0, %%r1;", "eq.s32,ne.s32,lt.s32,le.s32,gt.s32,ge.s32"),
            spread("setp.%s %%p1, %%r0, %%r1;", "eq.b32,ne.u32,lo.u32,ls.u32,hi.u32,hs.u32"),
            spread("setp.%s.f32 %%p1, %%r0, %%r1;", "eq,ne,lt,le,gt,ge,equ,neu,ltu,leu,gtu,geu"),
            spread("setp.%s.f32 %%p1, %%r0, %%r1;", "num,nan,lt.ftz,equ.ftz,nan.ftz"),
            spread("setp.lt.%s.s32 %%p1|%%p2, %%r0, %%r1, %%p0;", "and,or,xor"),
            spread("selp.b32 %%r3, %%r0, %%r1, %s;", "%%p0,%%p1"),
            spread("@%s add.f32 %%r0, %%r0, %%r1;", "%%p0,!%%p0"),
            spread("@%s selp.b32 %%r0, %%r0, %%r1, %%p1;", "%%p0,!%%p0"))
        .flatMap(all -> all);
  }

  private static Stream<String> spread(String format, String choices) {
    return Stream.of(choices.split(",")).map(choice -> format.replace("%s", choice).formatted());
  }

  @TestFactory
  Stream<DynamicTest> hotStepsGiveTheSameBits() {
    String body = instructions().collect(Collectors.joining("\n"));
    Program program = program(KERNEL.formatted(body));
    Warp warp = warp(program);
    int[] number = {0};
    return instructions()
        .map(text -> {
          Step step = program.code()[number[0]++];
          return DynamicTest.dynamicTest(text, () -> check(step, warp));
        });
  }

  @Test
  void aWrongHotStepIsNoticed() {
    Program program = program(KERNEL.formatted("sub.s32 %r3, %r0, %r1;\nadd.s32 %r3, %r0, %r1;"));
    Step step = program.code()[0];
    Step wrong = program.code()[1];
    assertThrows(AssertionError.class, () -> check(step, wrong, warp(program)));
  }

  @SuppressWarnings("ReferenceEquality") // a step that has no hot form is its own
  private static void check(Step step, Warp warp) {
    assertEquals(Vectors.areUseful(), step.hot() != step);
    check(step, step.hot(), warp);
  }

  private static void check(Step step, Step hot, Warp warp) {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < ROUNDS; round++) {
      int mask = round % 2 == 0 ? Warp.ALL : random.nextInt() | 1 << round % Warp.LANES;
      long seed = random.nextLong();
      int[] plain = after(step, warp, mask, seed);
      assertArrayEquals(plain, after(hot, warp, mask, seed), "mask 0x%08x".formatted(mask));
    }
  }

  /** All registers, after the step was executed on any bits. */
  private static int[] after(Step step, Warp warp, int mask, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int[] word : warp.words) {
      Arrays.setAll(word, lane -> any(random));
    }
    Arrays.setAll(warp.predicates, place -> random.nextInt());
    step.execute(warp, mask);
    return Stream.concat(Arrays.stream(warp.words), Stream.of(warp.predicates))
        .flatMapToInt(Arrays::stream)
        .toArray();
  }

  private static int any(SplittableRandom random) {
    return random.nextInt(3) == 0 ? random.nextInt() : SPECIAL[random.nextInt(SPECIAL.length)];
  }

  private static Program program(String text) {
    Loader loader =
        new Loader(
            PtxModule.parse(text),
            InstructionSet.forms(),
            Map.of(),
            false,
            false,
            Arithmetic.NEAREST,
            null);
    Program program = loader.programs().get("k");
    assertEquals(List.of(), loader.problems());
    return Objects.requireNonNull(program);
  }

  private static Warp warp(Program program) {
    Grid grid =
        new Grid(
            program,
            new LaunchConfig(Dim3.of(1), Dim3.of(Warp.LANES)),
            new GlobalMemory(0, false),
            new Region(0, 0, false),
            new Inspection(false, false, false, false),
            1,
            Schedule.LATEST);
    return new Block(grid, null).warps[0];
  }
}
