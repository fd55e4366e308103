package assay.pages;

import assay.evidence.BenchmarkResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A golden benchmark and its scalar peer: same class, parameters, mode and unit. */
record SpeedUp(BenchmarkResult golden, BenchmarkResult scalar) {

  static List<SpeedUp> among(List<BenchmarkResult> results) {
    return results.stream()
        .filter(result -> method(result).startsWith("golden"))
        .flatMap(golden -> peer(golden, results).map(peer -> new SpeedUp(golden, peer)).stream())
        .toList();
  }

  /** How many times faster golden is; below 1 it is slower. */
  double factor() {
    double ratio = golden.score() / scalar.score();
    return golden.unit().startsWith("ops") ? ratio : 1 / ratio;
  }

  private static Optional<BenchmarkResult> peer(
      BenchmarkResult golden, List<BenchmarkResult> results) {
    String name = prefix(golden) + method(golden).replaceFirst("golden", "scalar");
    Stream<BenchmarkResult> peers =
        results.stream()
            .filter(result -> result.name().equals(name))
            .filter(result -> result.params().equals(golden.params()))
            .filter(result -> result.mode().equals(golden.mode()))
            .filter(result -> result.unit().equals(golden.unit()));
    return peers.findFirst();
  }

  private static String method(BenchmarkResult result) {
    return result.name().substring(prefix(result).length());
  }

  private static String prefix(BenchmarkResult result) {
    return result.name().substring(0, result.name().lastIndexOf('.') + 1);
  }
}
