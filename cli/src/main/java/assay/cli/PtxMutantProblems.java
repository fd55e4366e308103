package assay.cli;

import assay.numerics.BFloat16;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode.Problem;
import assay.verify.PagedMlaDecodeRecipe;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Small problems that together execute every instruction of a kernel and let each of its results be
 * seen: mutants are judged on no others.
 */
final class PtxMutantProblems {

  /**
   * One recipe with its problem, made once, since every mutant is given the same.
   *
   * @param like the problem whose result is expected; mostly itself
   * @param forTail whether it is aimed at what a kernel does with its sums, and at nothing else
   */
  record Posed(PagedMlaDecodeRecipe recipe, Problem problem, Problem like, boolean forTail) {
    private static Posed of(String line, boolean forTail) {
      PagedMlaDecodeRecipe recipe = PagedMlaDecodeRecipe.parse(line);
      Problem problem = recipe.problem();
      return new Posed(recipe, problem, problem, forTail);
    }

    /** Scores of minus infinity in the place of those that have no weight: nothing changes. */
    private Posed withInfinities() {
      Problem infinite = recipe.problem();
      MemorySegment bytes = infinite.cache().bytes();
      for (long at = 0; at < bytes.byteSize(); at += Short.BYTES) {
        if (bytes.get(ValueLayout.JAVA_SHORT_UNALIGNED, at) == LOWEST) {
          bytes.set(ValueLayout.JAVA_SHORT_UNALIGNED, at, MINUS_INFINITY);
        }
      }
      return new Posed(recipe, infinite, problem, forTail);
    }

    /** Every score is minus infinity, of what the pattern has made lowest or 0. */
    private Posed withInfinitiesAlone() {
      return withLast(t -> MINUS_INFINITY);
    }

    /** Only the first key of each part has any weight, and a score of 0 where gain is next to 0. */
    private Posed withOneKeyOfEachPart() {
      return withLast(t -> t % PART == 0 ? 0 : LOWEST);
    }

    /** With the last feature of each key changed. */
    private Posed withLast(IntUnaryOperator last) {
      Problem changed = recipe.problem();
      PagedLatentCache cache = changed.cache();
      for (int b = 0; b < cache.batch(); b++) {
        for (int t = 0; t < cache.lengths()[b]; t++) {
          long at = Short.BYTES * ((cache.slot(b, t) + 1) * cache.width() - 1);
          short value = (short) last.applyAsInt(t);
          cache.bytes().set(ValueLayout.JAVA_SHORT_UNALIGNED, at, value);
        }
      }
      return new Posed(recipe, changed, changed, forTail);
    }

    /** Whether laws that change a problem may be asked of it. */
    @SuppressWarnings("ReferenceEquality") // the same object, or another problem
    boolean ordinary() {
      return problem == like;
    }
  }

  private static final short LOWEST = BFloat16.fromFloat(-1e30f);

  /** Keys of a split. */
  private static final int PART = 128;

  private static final short MINUS_INFINITY = BFloat16.fromFloat(Float.NEGATIVE_INFINITY);

  /** Pages and tiles begun and full, lengths of nothing, several tokens, all widths' loops. */
  private static final List<String> PLAIN =
      List.of(
          "heads=2 latent=66 rope=64 queries=2 causal=true page=16 lengths=65,3,0 pattern=needles",
          "heads=1 latent=16 rope=8 page=3 lengths=63,68,4 pattern=markers gain=10",
          "heads=16 latent=64 rope=0 page=16 lengths=2,64 pattern=needles gain=100",
          "heads=3 latent=2 rope=0 page=64 lengths=130,1 pattern=offset",
          "heads=1 latent=8 rope=2 queries=3 page=16 lengths=5,2",
          "heads=1 latent=2 rope=0 lengths=2,3,5,10,11,21,22,43,85,86,91,171,341 gain=0.01",
          "heads=1 latent=512 rope=2 page=4 lengths=3,2,7 pattern=markers",
          "heads=3 latent=512 rope=64 page=7 lengths=97,31,1 gain=3",
          "heads=1 latent=386 rope=2 queries=4 causal=true page=1 lengths=34,2 pattern=unequal",
          "heads=1 latent=512 rope=388 page=64 lengths=4,66 scale=0.03",
          "heads=1 latent=256 rope=1744 page=16 lengths=5 pattern=needles scale=0.02",
          "heads=1 latent=2 rope=26000 page=1 lengths=1,2 scale=0.006",
          "heads=1 latent=200 rope=20 page=16 lengths=33 scale=0.06");

  /** The same for row tiles of 16 heads, tiles of 32 keys, and splits of 128. */
  private static final List<String> TENSOR =
      List.of(
          "heads=16 latent=66 rope=62 queries=2 causal=true page=16 lengths=65,3,0 pattern=needles",
          "heads=20 latent=34 rope=2 queries=2 page=64 lengths=66,1 pattern=offset",
          "heads=3 latent=66 rope=2 queries=2 causal=true page=16 lengths=130,131",
          "heads=9 latent=512 rope=2 page=16 lengths=33,3",
          "heads=10 latent=510 rope=2 page=64 lengths=129",
          "heads=18 latent=512 rope=2 page=16 lengths=33,3",
          "heads=18 latent=510 rope=2 page=64 lengths=129",
          "heads=3 latent=16 rope=8 page=3 lengths=31,33,150 pattern=markers gain=10",
          "heads=16 latent=512 rope=64 page=16 lengths=40,97 gain=3",
          "heads=16 latent=512 rope=64 page=64 lengths=140 gain=3",
          "heads=18 latent=160 rope=32 page=16 lengths=35 gain=3",
          "heads=17 latent=512 rope=62 page=7 lengths=140 gain=3",
          "heads=65 latent=64 rope=16 queries=2 causal=true page=1 lengths=34,2 pattern=unequal",
          "heads=64 latent=512 rope=64 page=64 lengths=70",
          "heads=17 latent=64 rope=8 lengths=1,2 scale=32 gain=100",
          "heads=16 latent=64 rope=8 lengths=2,40 scale=32 gain=100",
          "heads=8 latent=16 rope=8 page=64 lengths=700,530 pattern=needles gain=100",
          "heads=2 latent=160 rope=32 page=16 lengths=70,8 gain=3",
          "heads=18 latent=192 rope=64 page=16 lengths=70 gain=3",
          "heads=4 latent=226 rope=30 page=16 lengths=35,270",
          "heads=1 latent=386 rope=2 page=16 lengths=33,300 pattern=needles gain=10",
          "heads=16 latent=512 rope=2 lengths=128,256 pattern=opposed gain=1e-6",
          "heads=17 latent=512 rope=2 lengths=128,256 pattern=opposed gain=1e-6",
          "heads=16 latent=16 rope=2 lengths=1024,896 pattern=opposed gain=1e-6",
          "heads=16 latent=512 rope=2 lengths=128,256 pattern=offset gain=0.02",
          "heads=17 latent=512 rope=2 lengths=128,256 pattern=offset gain=0.02",
          "heads=16 latent=16 rope=8 page=64 lengths=128 pattern=needles gain=100",
          "heads=24 latent=16 rope=8 page=64 lengths=128 pattern=needles gain=100",
          "heads=16 latent=2 rope=0 lengths=2,2,2,2,2,2,2,2 gain=3 seed=275",
          "heads=32 latent=2 rope=0 lengths=2,2,2,2 gain=3 seed=272",
          "heads=18 latent=2 rope=0 lengths=2,3,5,11,21,22,43,85,171,341 gain=0.01",
          "heads=1 latent=16 rope=8 page=64 lengths=700,530,1030 gain=0.1",
          "heads=9 latent=2 rope=0 lengths=2,3,5,11,21,22,43,85,171,341 gain=0.01",
          "heads=1 latent=2 rope=0 lengths=150,166,171,172,173,174,175,176,177,178,182,198 gain=0.01",
          "heads=9 latent=2 rope=0 queries=2 page=64 lengths=512,32",
          "heads=17 latent=2 rope=0 lengths=32",
          "heads=9 latent=2 rope=0 queries=3 lengths=129",
          "heads=9 latent=2 rope=0 queries=3 causal=true lengths=257",
          "heads=64 latent=2 rope=0 lengths=130",
          "heads=1 latent=2 rope=0 lengths=257",
          "heads=16 latent=64 rope=0 lengths=130,140,150,260 pattern=offset gain=0.2 seed=2",
          "heads=17 latent=64 rope=0 lengths=1000 pattern=offset gain=0.2");

  /** Tiles and parts in which no key has any weight. */
  private static final List<String> WEIGHTLESS =
      List.of(
          "heads=16 latent=16 rope=8 lengths=100,128 pattern=lowest",
          "heads=24 latent=16 rope=8 lengths=100,128 pattern=lowest",
          "heads=9 latent=16 rope=8 lengths=300,1100 pattern=lowest",
          "heads=17 latent=16 rope=8 lengths=260 pattern=lowest");

  /** Rows in which no key has any weight: numbers that are none. */
  private static final List<String> HOPELESS =
      List.of(
          "heads=9 latent=16 rope=8 lengths=40,200 pattern=lowest",
          "heads=17 latent=16 rope=8 lengths=40,200 pattern=lowest");

  /** Parts in which one key alone has weight, so that the logarithm of their sum is 0. */
  private static final List<String> SINGLE =
      List.of(
          "heads=1 latent=2 rope=2 lengths=128,256,384,512,640,768,896 pattern=lowest gain=1e-42");

  /** So many of the first are posed to every property, the others to the most telling alone. */
  static final int FOR_ALL_PROPERTIES = 2;

  /** So many of the cheapest are posed again where copies complete early, not late. */
  static final int FOR_EVERY_SCHEDULE = 4;

  private PtxMutantProblems() {}

  static List<Posed> of(PtxKernel kernel) {
    return (kernel.tensor() ? tensor() : posed(PLAIN.stream(), false)).toList();
  }

  private static Stream<Posed> tensor() {
    return Stream.of(
            posed(TENSOR.stream(), false),
            posed(WEIGHTLESS.stream(), false).map(Posed::withInfinities),
            posed(HOPELESS.stream(), false).map(Posed::withInfinitiesAlone),
            posed(SINGLE.stream(), false).map(Posed::withOneKeyOfEachPart),
            posed(edges(), false),
            posed(ends(), true))
        .flatMap(some -> some);
  }

  private static Stream<Posed> posed(Stream<String> lines, boolean forTail) {
    return lines.map(line -> Posed.of(line, forTail));
  }

  /**
   * Rows that fill their lines of shared memory: behind them begins the next one. And rows that end
   * behind the first two features of what the warps of a row tile share.
   */
  private static Stream<String> edges() {
    IntStream lines = IntStream.range(1, 8).map(line -> 64 * line);
    IntStream few = IntStream.range(1, 8).map(chunk -> 64 * chunk + 2);
    IntStream many = IntStream.range(1, 16).map(chunk -> 32 * chunk + 2);
    return Stream.of(
            lines.boxed().flatMap(latent -> Stream.of(edge(9, latent), edge(17, latent))),
            few.mapToObj(latent -> edge(9, latent)),
            many.mapToObj(latent -> edge(17, latent)))
        .flatMap(some -> some);
  }

  private static String edge(int heads, int latent) {
    return "heads=%d latent=%d rope=0 page=16 lengths=40 gain=2".formatted(heads, latent);
  }

  /** Rows that end behind each store of a lane, whole and in parts. */
  private static Stream<String> ends() {
    Stream<String> few = IntStream.range(0, 16).mapToObj(i -> end(10, 64, i));
    Stream<String> many = IntStream.range(0, 32).mapToObj(i -> end(17, 32, i));
    return Stream.concat(few, many);
  }

  /** A lane has two pairs of each {@code features}, 8 features apart. */
  private static String end(int heads, int features, int store) {
    int latent = features * (store / 2) + (store % 2 == 0 ? 2 : 10);
    return "heads=%d latent=%d rope=2 lengths=1,130 gain=2".formatted(heads, latent);
  }
}
