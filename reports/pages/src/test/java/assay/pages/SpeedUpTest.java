package assay.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.evidence.BenchmarkResult;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SpeedUpTest {

  private static final BenchmarkResult GOLDEN = SampleRuns.benchmark("golden", "64", 2, 0);

  private static BenchmarkResult throughput(String method, double score) {
    return new BenchmarkResult("B." + method, "thrpt", "ops/s", score, 0, Map.of(), List.of(), "");
  }

  @Test
  void lessTimeIsFaster() {
    BenchmarkResult scalar = SampleRuns.benchmark("scalar", "64", 8, 0);
    assertEquals(List.of(new SpeedUp(GOLDEN, scalar)), SpeedUp.among(List.of(scalar, GOLDEN)));
    assertEquals(4, new SpeedUp(GOLDEN, scalar).factor());
  }

  @Test
  void moreOperationsAreFaster() {
    assertEquals(
        4,
        SpeedUp.among(List.of(throughput("goldenDecode", 8), throughput("scalarDecode", 2)))
            .getFirst()
            .factor());
  }

  @Test
  void thePeerWithTheSameEnding_isCompared_andNoOther() {
    List<SpeedUp> ratios =
        SpeedUp.among(
            List.of(
                throughput("golden", 1),
                throughput("goldenTwoThreads", 2),
                throughput("openBlas", 3),
                throughput("openBlasTwoThreads", 4)));
    assertEquals(List.of("openBlas", "openBlas"), ratios.stream().map(SpeedUp::peerName).toList());
    assertEquals(List.of(3.0, 4.0), ratios.stream().map(ratio -> ratio.peer().score()).toList());
  }

  @Test
  void oneSlowIterationChangesNothing() {
    BenchmarkResult golden = sampled("golden", 1, 1, 100);
    BenchmarkResult peer = sampled("scalar", 2, 2, 2);
    assertEquals(2, new SpeedUp(golden, peer).factor());
  }

  private static BenchmarkResult sampled(String method, double... samples) {
    double mean = Arrays.stream(samples).average().orElseThrow();
    List<Double> boxed = Arrays.stream(samples).boxed().toList();
    return new BenchmarkResult("B." + method, "avgt", "ms/op", mean, 0, Map.of(), boxed, "");
  }

  @Test
  void otherParametersAreNoPeer() {
    BenchmarkResult other = SampleRuns.benchmark("scalar", "128", 8, 0);
    assertEquals(List.of(), SpeedUp.among(List.of(GOLDEN, other)));
  }
}
