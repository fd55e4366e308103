package assay.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.evidence.BenchmarkResult;
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
  void otherParametersAreNoPeer() {
    BenchmarkResult other = SampleRuns.benchmark("scalar", "128", 8, 0);
    assertEquals(List.of(), SpeedUp.among(List.of(GOLDEN, other)));
  }
}
