package assay.bench;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the JMH suites in forked virtual machines with this one's class path. */
public final class Benchmarks {

  private Benchmarks() {}

  /**
   * What to run.
   *
   * @param include regular expression over benchmark names; empty for all
   * @param params values, comma-separated, for benchmarks' parameters of these names
   * @param quick one fork and short iterations, for CI: says whether it works, not how fast it is
   * @param json where JMH's JSON results go
   */
  public record Selection(String include, Map<String, String> params, boolean quick, Path json) {}

  /**
   * Runs the selected benchmarks and writes their results to {@link Selection#json}.
   *
   * @throws BenchmarksFailed if none matches, or one fails, which includes a wrong answer
   */
  public static Collection<RunResult> run(Selection selection) throws BenchmarksFailed {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(selection.include())
            .shouldFailOnError(true)
            .addProfiler(GCProfiler.class)
            .resultFormat(ResultFormatType.JSON)
            .result(selection.json().toString());
    selection.params().forEach((name, values) -> options.param(name, values.split(",")));
    if (selection.quick()) {
      quicken(options);
    }
    try {
      return new Runner(options.build()).run();
    } catch (RunnerException e) {
      throw new BenchmarksFailed("benchmarks '" + selection.include() + "' failed", e);
    }
  }

  private static void quicken(ChainedOptionsBuilder options) {
    options
        .forks(1)
        .warmupIterations(2)
        .warmupTime(TimeValue.milliseconds(500))
        .measurementIterations(3)
        .measurementTime(TimeValue.milliseconds(500));
  }
}
