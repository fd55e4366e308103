package assay.bench;

import static assay.bench.PlainByHand.LANES;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.IS_NAN;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.ULT;
import static jdk.incubator.vector.VectorOperators.UMAX;
import static jdk.incubator.vector.VectorOperators.UMIN;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** Operations on registers of 32 lanes, for {@link PlainByHand}. */
final class VectorLoops {

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VectorSpecies<Integer> WORDS = IntVector.SPECIES_PREFERRED;
  private static final int NAN = 0x7fffffff;

  private VectorLoops() {}

  private static IntVector word(int[] lanes, int at) {
    return IntVector.fromArray(WORDS, lanes, at);
  }

  private static FloatVector number(int[] lanes, int at) {
    return word(lanes, at).reinterpretAsFloats();
  }

  private static IntVector bits(FloatVector values) {
    return values.reinterpretAsInts().blend(NAN, values.test(IS_NAN).cast(WORDS));
  }

  private static VectorMask<Integer> mask(int chosen, int at) {
    return VectorMask.fromLong(WORDS, chosen >>> at);
  }

  static void fma(int[] to, int[] a, int[] b, int[] c) {
    for (int i = 0; i < LANES; i += WORDS.length()) {
      bits(number(a, i).fma(number(b, i), number(c, i))).intoArray(to, i);
    }
  }

  static void addF(int[] to, int[] a, int[] b) {
    for (int i = 0; i < LANES; i += WORDS.length()) {
      bits(number(a, i).add(number(b, i))).intoArray(to, i);
    }
  }

  static void subF(int[] to, int[] a, int[] b) {
    for (int i = 0; i < LANES; i += WORDS.length()) {
      bits(number(a, i).sub(number(b, i))).intoArray(to, i);
    }
  }

  static void mulF(int[] to, int[] a, int[] b) {
    for (int i = 0; i < LANES; i += WORDS.length()) {
      bits(number(a, i).mul(number(b, i))).intoArray(to, i);
    }
  }

  /** Of numbers: there is no NaN here. */
  static void maxF(int[] to, int[] a, int[] b) {
    for (int i = 0; i < LANES; i += WORDS.length()) {
      ordered(ordered(word(a, i)).max(ordered(word(b, i)))).intoArray(to, i);
    }
  }

  static void minF(int[] to, int[] a, int[] b) {
    for (int i = 0; i < LANES; i += WORDS.length()) {
      ordered(ordered(word(a, i)).min(ordered(word(b, i)))).intoArray(to, i);
    }
  }

  private static IntVector ordered(IntVector bits) {
    return bits.lanewise(XOR, bits.lanewise(ASHR, 31).and(Integer.MAX_VALUE));
  }

  static void mad(int[] to, int[] a, int[] b, int[] c) {
    for (int i = 0; i < LANES; i += WORDS.length()) {
      word(a, i).mul(word(b, i)).add(word(c, i)).intoArray(to, i);
    }
  }

  static void add(int[] to, int[] a, int[] b) {
    for (int i = 0; i < LANES; i += WORDS.length()) {
      word(a, i).add(word(b, i)).intoArray(to, i);
    }
  }

  static void addWhere(int[] to, int[] a, int[] b, int chosen) {
    for (int i = 0; i < LANES; i += WORDS.length()) {
      word(a, i).blend(word(a, i).add(word(b, i)), mask(chosen, i)).intoArray(to, i);
    }
  }

  static void and(int[] to, int[] a, int[] b) {
    for (int i = 0; i < LANES; i += WORDS.length()) {
      word(a, i).and(word(b, i)).intoArray(to, i);
    }
  }

  static void or(int[] to, int[] a, int[] b) {
    for (int i = 0; i < LANES; i += WORDS.length()) {
      word(a, i).or(word(b, i)).intoArray(to, i);
    }
  }

  static void xor(int[] to, int[] a, int[] b) {
    for (int i = 0; i < LANES; i += WORDS.length()) {
      word(a, i).lanewise(XOR, word(b, i)).intoArray(to, i);
    }
  }

  static void shiftLeft(int[] to, int[] a, int[] b) {
    for (int i = 0; i < LANES; i += WORDS.length()) {
      word(a, i).lanewise(LSHL, word(b, i)).intoArray(to, i);
    }
  }

  static void shiftRight(int[] to, int[] a, int[] b) {
    for (int i = 0; i < LANES; i += WORDS.length()) {
      word(a, i).lanewise(LSHR, word(b, i)).intoArray(to, i);
    }
  }

  static void min(int[] to, int[] a, int[] b) {
    for (int i = 0; i < LANES; i += WORDS.length()) {
      word(a, i).lanewise(UMIN, word(b, i)).intoArray(to, i);
    }
  }

  static void max(int[] to, int[] a, int[] b) {
    for (int i = 0; i < LANES; i += WORDS.length()) {
      word(a, i).lanewise(UMAX, word(b, i)).intoArray(to, i);
    }
  }

  static int below(int[] a, int[] b) {
    int all = 0;
    for (int i = 0; i < LANES; i += WORDS.length()) {
      all |= (int) word(a, i).compare(ULT, word(b, i)).toLong() << i;
    }
    return all;
  }

  static int above(int[] a, int[] b) {
    int all = 0;
    for (int i = 0; i < LANES; i += WORDS.length()) {
      all |= (int) number(a, i).compare(GT, number(b, i)).toLong() << i;
    }
    return all;
  }

  static void choose(int[] to, int[] yes, int[] no, int chosen) {
    for (int i = 0; i < LANES; i += WORDS.length()) {
      word(no, i).blend(word(yes, i), mask(chosen, i)).intoArray(to, i);
    }
  }

  static void load(int[] to, byte[] tile, int first) {
    for (int i = 0; i < LANES; i++) {
      to[i] = (int) INTS.get(tile, first + 4 * i);
    }
  }

  static void store(byte[] tile, int first, int[] from) {
    for (int i = 0; i < LANES; i++) {
      INTS.set(tile, first + 4 * i, from[i]);
    }
  }

  static void exchange(int[] to, int[] from, int distance) {
    for (int i = 0; i < LANES; i++) {
      to[i] = from[i ^ distance];
    }
  }
}
