package assay.pages;

import assay.evidence.AxisErrors;
import assay.evidence.BenchmarkResult;
import assay.evidence.CaseVerdict;
import assay.evidence.DeviceCard;
import assay.evidence.DiagnosisFound;
import assay.evidence.EntryChosen;
import assay.evidence.Environment;
import assay.evidence.Evidence;
import assay.evidence.FailureDetail;
import assay.evidence.Outcome;
import assay.evidence.PropertySummary;
import assay.evidence.Provenance;
import assay.evidence.RunFinished;
import assay.evidence.RunStarted;
import assay.evidence.WorstElement;
import assay.evidence.WrongElement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Made-up evidence: figures that look like a run's and come from a fixed seed. */
final class SampleRuns {

  static final String OPERATOR = "paged-mla-decode";
  static final String KERNEL = "paged_mla_decode";
  static final String SMALLEST = "heads=1 latent=512 rope=64 lengths=17 seed=7";

  private SampleRuns() {}

  static List<Evidence> passing() {
    List<Evidence> run = new ArrayList<>(List.of(started()));
    run.addAll(cases(180));
    run.add(withinBudget(180, 0, null, 0.871));
    run.add(pagePermutation(60, 0));
    run.addAll(benchmarks());
    run.add(new RunFinished(Instant.parse("2026-03-14T09:27:11Z"), 240, 0, 0, 0));
    return run;
  }

  static List<Evidence> failing() {
    WorstElement worst =
        new WorstElement(
            "out", "out[b=0, s=0, h=0, d=130]", 0.123456789, 0.1875, 0.064043211, 0.0005);
    List<Evidence> run = new ArrayList<>(List.of(started()));
    run.addAll(cases(40));
    run.add(verdict("lengths=1024,4099 seed=3", failure(worst), 311.5));
    run.add(verdict(SMALLEST, failure(worst), 128.1));
    run.add(detail());
    run.add(withinBudget(40, 1, SMALLEST, 311.5));
    run.add(pagePermutation(0, 60));
    run.add(
        new DiagnosisFound(
            OPERATOR, KERNEL, 1, "FP8", "a tile takes its neighbour's scale", 0.97, 2));
    run.add(new RunFinished(Instant.parse("2026-03-14T09:27:11Z"), 40, 1, 60, 1));
    return run;
  }

  /** As a crash leaves it: no summary, no end. */
  static List<Evidence> unfinished() {
    List<Evidence> run = new ArrayList<>(List.of(started()));
    run.addAll(cases(12));
    return run;
  }

  /** {@code text} wherever evidence holds a text. */
  static List<Evidence> saying(String text) {
    WorstElement worst = new WorstElement(text, text, 1, Double.NaN, Double.NaN, 0);
    Environment here = new Environment(text, text, text, 1, 1, text, 0);
    DeviceCard device = new DeviceCard(text, text, text, 1, 1, true, Map.of(text, text));
    return List.of(
        new RunStarted(
            Evidence.SCHEMA,
            Instant.EPOCH,
            text,
            text,
            true,
            List.of(text, "--kernel", text),
            1,
            here,
            device,
            List.of(new Provenance(text, text, text))),
        new CaseVerdict(text, text, text, text, new Outcome.Fail(text, worst), 1, 1, 1, 1),
        new FailureDetail(
            text,
            text,
            text,
            text,
            text,
            List.of(new WrongElement(text, 1, 2, 3, text)),
            List.of(new AxisErrors(text, text, 1, text, text))),
        new DiagnosisFound(text, text, 1, text, text, 1, 1),
        new EntryChosen(text, text, text, text, 1),
        new PropertySummary(text, text, text, text, 0, 1, 0, text, Double.POSITIVE_INFINITY),
        new BenchmarkResult(text, text, text, 1, 1, Map.of(text, text), List.of(1.0), text));
  }

  static RunStarted started() {
    return new RunStarted(
        Evidence.SCHEMA,
        Instant.parse("2026-03-14T09:26:53.589Z"),
        "0.1.0",
        "8d3f2c1b5a7e9f60123456789abcdef012345678",
        false,
        List.of("verify", "--device", "emulator"),
        271828182845L,
        new Environment(
            "Linux 6.8", "amd64", "A Processor 3.1 GHz", 2, 8L << 30, "OpenJDK 25.0.3+9", 512),
        new DeviceCard("emulator", "PTX emulator", "9.0", 1, 4L << 30, true, Map.of("warps", "32")),
        List.of(
            new Provenance(
                KERNEL,
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752")));
  }

  static CaseVerdict verdict(String problem, Outcome outcome, double headroom) {
    return new CaseVerdict(
        OPERATOR, KERNEL, Headrooms.PROPERTY, problem, outcome, headroom / 9, headroom, 512, 9);
  }

  private static FailureDetail detail() {
    String half = "·".repeat(8);
    return new FailureDetail(
        OPERATOR,
        KERNEL,
        Headrooms.PROPERTY,
        SMALLEST,
        "failures/paged-mla-decode.within-budget.json",
        List.of(
            new WrongElement(
                "out[b=0, s=0, h=0, d=130]", 0.123456789, 0.1875, 128.1, "scores (lemma 4)"),
            new WrongElement(
                "out[b=0, s=0, h=0, d=131]", 0.5, Double.NaN, Double.POSITIVE_INFINITY, "")),
        List.of(
            new AxisErrors("out", "h", 1, "▂", "the only one"),
            new AxisErrors(
                "out", "d", 512, half + "█".repeat(8) + half + half, "128 to 255 of 512")));
  }

  private static Outcome failure(WorstElement worst) {
    return new Outcome.Fail("error exceeds the hard budget, which no honest kernel can", worst);
  }

  private static List<Evidence> cases(int count) {
    SplittableRandom random = new SplittableRandom(1);
    List<Evidence> cases = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = (int) Math.expm1(random.nextDouble() * Math.log(8192));
      double headroom = length == 0 ? 0 : 0.3 + 0.57 * Math.sqrt(random.nextDouble());
      String problem = String.format(Locale.ROOT, "heads=16 lengths=%d,%d seed=%d", length, 0, i);
      cases.add(verdict(problem, new Outcome.Pass(), headroom));
    }
    return cases;
  }

  private static PropertySummary withinBudget(
      long passed, long failed, @Nullable String smallest, double worst) {
    return new PropertySummary(
        OPERATOR,
        KERNEL,
        Headrooms.PROPERTY,
        "Every element is within its error budget of the golden model.",
        passed,
        failed,
        0,
        smallest,
        worst);
  }

  private static PropertySummary pagePermutation(long passed, long notRun) {
    return new PropertySummary(
        OPERATOR,
        KERNEL,
        "page-permutation",
        "Where pages lie in the pool does not matter.",
        passed,
        0,
        notRun,
        null,
        passed > 0 ? 0 : Double.NaN);
  }

  private static List<Evidence> benchmarks() {
    return List.of(
        benchmark("golden", "4096", 3.112, 0.041),
        benchmark("scalar", "4096", 21.87, 0.39),
        benchmark("golden", "65536", 52.6, Double.NaN));
  }

  static BenchmarkResult benchmark(String method, String length, double score, double error) {
    return new BenchmarkResult(
        "assay.bench.PagedMlaDecodeBenchmark." + method,
        "avgt",
        "ms/op",
        score,
        error,
        Map.of("length", length, "heads", "16"),
        List.of(score, score),
        "OpenJDK 64-Bit Server VM 25.0.3+9");
  }
}
