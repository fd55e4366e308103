package assay.pages;

import assay.evidence.BenchmarkResult;
import java.util.List;
import java.util.stream.Stream;

/**
 * A golden benchmark and a peer: same class, parameters, mode and unit. {@code goldenDecode} has
 * the peers {@code scalarDecode} and {@code openBlasDecode}, and {@code golden} every other.
 */
record SpeedUp(BenchmarkResult golden, BenchmarkResult peer) {

  private static final String GOLDEN = "golden";

  static List<SpeedUp> among(List<BenchmarkResult> results) {
    return results.stream().flatMap(golden -> peers(golden, results)).toList();
  }

  /** How many times faster golden is, by medians; below 1 it is slower. */
  double factor() {
    double ratio = golden.median() / peer.median();
    return golden.unit().startsWith("ops") ? ratio : 1 / ratio;
  }

  /** What golden was compared with: the peer's method, less what both names end in. */
  String peerName() {
    String method = method(peer);
    return method.substring(0, method.length() - suffix(golden).length());
  }

  private static Stream<SpeedUp> peers(BenchmarkResult golden, List<BenchmarkResult> results) {
    if (!isGolden(golden)) {
      return Stream.empty();
    }
    return results.stream()
        .filter(result -> !isGolden(result) && measuredAlike(golden, result))
        .filter(result -> suffix(golden).equals(longestSuffix(result, results)))
        .map(peer -> new SpeedUp(golden, peer));
  }

  private static boolean measuredAlike(BenchmarkResult golden, BenchmarkResult result) {
    return prefix(golden).equals(prefix(result))
        && golden.params().equals(result.params())
        && golden.mode().equals(result.mode())
        && golden.unit().equals(result.unit());
  }

  /** Of the suffixes of golden benchmarks in the same class, the longest that this one ends in. */
  private static String longestSuffix(BenchmarkResult peer, List<BenchmarkResult> results) {
    return results.stream()
        .filter(result -> isGolden(result) && prefix(result).equals(prefix(peer)))
        .map(SpeedUp::suffix)
        .filter(suffix -> method(peer).endsWith(suffix))
        .reduce("", (a, b) -> a.length() < b.length() ? b : a);
  }

  private static boolean isGolden(BenchmarkResult result) {
    return method(result).startsWith(GOLDEN);
  }

  private static String suffix(BenchmarkResult golden) {
    return method(golden).substring(GOLDEN.length());
  }

  private static String method(BenchmarkResult result) {
    return result.name().substring(prefix(result).length());
  }

  private static String prefix(BenchmarkResult result) {
    return result.name().substring(0, result.name().lastIndexOf('.') + 1);
  }
}
