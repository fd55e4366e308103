package assay.verify;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Numbers of keys at which something changes in a kernel. */
final class KeyLattice {

  /** At most this many lengths of one problem. */
  private static final int LENGTHS = 8;

  private KeyLattice() {}

  /**
   * Some lengths up to {@code longest}: itself, the one before it, and edges chosen by the seed.
   */
  static List<Integer> lengths(int longest, int pageSize, long seed) {
    int[] edges = edges(pageSize).filter(edge -> edge < longest - 1).distinct().toArray();
    int[] order = PagedMlaDecodeTransform.randomOrder(edges.length, seed);
    Stream<Integer> chosen = Arrays.stream(order).limit(LENGTHS - 2).mapToObj(i -> edges[i]);
    return Stream.concat(Stream.of(longest, Math.max(0, longest - 1)), chosen).distinct().toList();
  }

  /** Keys of a sequence worth singling out: last, first, and on both sides of every edge. */
  static int[] keys(int length, int pageSize) {
    return IntStream.concat(
            IntStream.of(length - 1, 0, length / 2),
            edges(pageSize).flatMap(edge -> IntStream.of(edge - 1, edge)))
        .filter(key -> key >= 0 && key < length)
        .distinct()
        .toArray();
  }

  private static IntStream edges(int pageSize) {
    IntStream tiles = IntStream.of(8, 16, 32, 64, 128, pageSize, 2 * pageSize);
    IntStream around = tiles.flatMap(edge -> IntStream.of(edge - 1, edge, edge + 1));
    return IntStream.concat(IntStream.of(0, 1, 2, 3), around);
  }
}
