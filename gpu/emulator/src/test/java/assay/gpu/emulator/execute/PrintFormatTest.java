package assay.gpu.emulator.execute;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Formats are held against {@code snprintf} of the C library that the tests run on. */
final class PrintFormatTest {

  private static final int ROUNDS = 4000;
  private static final int ROOM = 1 << 13;

  /** Numbers in their order, of any size; texts by number. */
  private static final class Given implements PrintFormat.Arguments {
    private final Deque<Long> numbers;
    private final Map<Long, String> texts;

    Given(List<Long> numbers, Map<Long, String> texts) {
      this.numbers = new ArrayDeque<>(numbers);
      this.texts = texts;
    }

    @Override
    public long next(int bytes) {
      long number = numbers.removeFirst();
      return bytes == Integer.BYTES ? (int) number : number;
    }

    @Override
    public String text(long address) {
      return texts.getOrDefault(address, "(null)");
    }

    @Override
    public RuntimeException unknown(String conversion) {
      return new IllegalArgumentException(conversion);
    }
  }

  private static String ours(String format, Long... numbers) {
    return PrintFormat.text(format, new Given(List.of(numbers), Map.of(1L, "text")));
  }

  private static String theirs(String format, MemoryLayout type, Object argument) {
    try (Arena arena = Arena.ofConfined()) {
      Linker linker = Linker.nativeLinker();
      MemorySegment to = arena.allocate(ROOM);
      int length =
          (int)
              linker
                  .downcallHandle(
                      linker.defaultLookup().findOrThrow("snprintf"),
                      FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, type),
                      Linker.Option.firstVariadicArg(3))
                  .invokeWithArguments(to, (long) ROOM, arena.allocateFrom(format), argument);
      return length < 0 ? "" : to.getString(0);
    } catch (Throwable failure) {
      throw new AssertionError(failure);
    }
  }

  private static String flags(SplittableRandom random, String allowed) {
    StringBuilder flags = new StringBuilder();
    for (char flag : allowed.toCharArray()) {
      if (random.nextInt(3) == 0) {
        flags.append(flag);
      }
    }
    String width = random.nextBoolean() ? "" : Integer.toString(1 + random.nextInt(30));
    String precision = random.nextBoolean() ? "" : "." + random.nextInt(20);
    return "%" + flags + width + precision;
  }

  private static <T> T one(SplittableRandom random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  @Test
  void wholeNumbers_areWrittenAsByTheCLibrary() {
    SplittableRandom random = new SplittableRandom(1);
    for (int round = 0; round < ROUNDS; round++) {
      String size = one(random, List.of("", "hh", "h", "l", "ll", "j", "z", "t"));
      String letter = one(random, List.of("d", "i", "u", "o", "x", "X"));
      String allowed = letter.matches("[di]") ? "-+ 0" : letter.equals("u") ? "-0" : "-#0";
      String format = flags(random, allowed) + size + letter;
      long value = random.nextLong() >> random.nextInt(64) & -random.nextInt(2) * 2L + 1;
      boolean wide = size.matches("l|ll|j|z|t");
      String expected =
          wide ? theirs(format, JAVA_LONG, value) : theirs(format, JAVA_INT, (int) value);
      assertEquals(expected, ours(format, value), () -> format + " of " + value);
    }
  }

  @Test
  void realNumbers_areWrittenAsByTheCLibrary() {
    SplittableRandom random = new SplittableRandom(2);
    List<Double> special =
        List.of(
            0.0,
            -0.0,
            0.5,
            1.5,
            2.5,
            1e5,
            999999.5,
            1e-4,
            9.9999995e-5,
            0.1,
            Double.MAX_VALUE,
            Double.MIN_VALUE,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY);
    for (int round = 0; round < ROUNDS; round++) {
      String letter = one(random, List.of("f", "F", "e", "E", "g", "G", "lf", "lg"));
      String format = flags(random, letter.matches("l?[gG]") ? "-+ 0" : "-+ #0") + letter;
      double value =
          switch (random.nextInt(4)) {
            case 0 -> one(random, special);
            case 1 -> Double.longBitsToDouble(random.nextLong());
            case 2 -> random.nextInt(-1000, 1000) / 8.0;
            default -> random.nextDouble(-1e7, 1e7) * Math.pow(10, random.nextInt(-12, 3));
          };
      assertEquals(
          theirs(format, JAVA_DOUBLE, value),
          ours(format, Double.doubleToRawLongBits(value)),
          () -> format + " of " + value);
    }
  }

  /** Not where digits round up to a power of ten: there glibc drops the zeros that # keeps. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 100000, 1e-5, 1234.5678, 1e20})
  void zerosThatStay_areWrittenAsByTheCLibrary(double value) {
    for (String format : List.of("%#g", "%#.3G", "%#012.2g")) {
      assertEquals(
          theirs(format, JAVA_DOUBLE, value), ours(format, Double.doubleToRawLongBits(value)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s|", "%10s|", "%-10s|", "%.2s|", "%6.3s|", "%.0s|"})
  void texts_areWrittenAsByTheCLibrary(String format) {
    try (Arena arena = Arena.ofConfined()) {
      assertEquals(theirs(format, ADDRESS, arena.allocateFrom("text")), ours(format, 1L));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"%c|", "%5c|", "%-5c|"})
  void characters_areWrittenAsByTheCLibrary(String format) {
    assertEquals(theirs(format, JAVA_INT, (int) 'q'), ours(format, (long) 'q'));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 0x10000000000L})
  void pointers_areWrittenAsByTheCLibrary(long address) {
    for (String format : List.of("%p", "%20p", "%-20p|")) {
      assertEquals(
          theirs(format, ADDRESS, MemorySegment.ofAddress(address)), ours(format, address));
    }
  }

  @Test
  void severalConversions_takeTheirArgumentsInOrder() {
    assertEquals(
        "1 text 100% [    7] [3   ] 0x2a\n",
        ours("%d %s 100%% [%*d] [%-*d] %#x\n", 1L, 1L, 5L, 7L, 4L, 3L, 42L));
    assertEquals("[7    ] 0.50", ours("[%*d] %.*f", -5L, 7L, 2L, Double.doubleToRawLongBits(0.5)));
    assertEquals("0.500000", ours("%.*f", -1L, Double.doubleToRawLongBits(0.5)));
    assertEquals("no conversion", ours("no conversion"));
  }

  @Test
  void widthsAndPrecisions_haveAnEnd() {
    assertEquals(Conversion.LONGEST, ours("%100000d", 1L).length());
    assertEquals(Conversion.LONGEST + 2, ours("%.100000f", 0L).length());
    assertEquals(Conversion.LONGEST, ours("%*d", (long) Integer.MAX_VALUE, 1L).length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%y", "%n", "%a", "%Lf", "%ls", "%hc", "%5", "%1234567890d", "%'d"})
  void conversionsThatItDoesNotKnow_areNamed(String format) {
    String named =
        assertThrows(IllegalArgumentException.class, () -> ours("a" + format, 1L)).getMessage();
    assertEquals(format.substring(0, Math.min(8, format.length())), named);
  }
}
