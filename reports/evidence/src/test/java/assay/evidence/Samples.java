package assay.evidence;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One of everything, with the values that JSON likes to lose. */
final class Samples {

  static final WorstElement WORST =
      new WorstElement("out", "out[b=0, s=0, h=3, d=17]", 0.1, Double.NaN, Double.NaN, 0x1p-1074);

  static final RunStarted STARTED =
      new RunStarted(
          Evidence.SCHEMA,
          Instant.parse("2026-11-23T10:15:30.123456789Z"),
          "0.1.0",
          RunStarted.UNKNOWN_COMMIT,
          true,
          List.of("verify", "--case", "a \"quoted\"\nword  \u2028"),
          Long.MIN_VALUE,
          new Environment("Linux 6.1", "amd64", "A CPU", 2, 1L << 40, "VM 25", 512),
          new DeviceCard("emulator", "PTX emulator", "9.0", 1, 1L << 33, true, Map.of("b", "1")),
          List.of(new Provenance("paged_mla_decode", "00ff", "ff00")));

  static final PropertySummary UNFAILED =
      new PropertySummary("o", "s", "p", "It holds.", Long.MAX_VALUE, 0, 2, null, Double.NaN);

  private static final MutantVerdict MUTANT =
      new MutantVerdict("SC1", "SC", "t", "o", "j", "aimed", Fate.EQUIVALENT, "", "", 0, 0, 1);

  static final List<Evidence> EVERYTHING =
      List.of(
          STARTED,
          verdict(new Outcome.Pass(), 0.5),
          verdict(new Outcome.Fail("It is too far off.", WORST), Double.POSITIVE_INFINITY),
          verdict(new Outcome.Fail("It threw.", null), Double.NEGATIVE_INFINITY),
          verdict(new Outcome.NotRun("There is no device."), Double.NaN),
          new FailureDetail(
              "o",
              "s",
              "p",
              "lengths=1,2",
              "failures/p.json",
              List.of(
                  new WrongElement(
                      "out[d=1]", 0.1, Double.NaN, Double.POSITIVE_INFINITY, "scores")),
              List.of(new AxisErrors("out", "d", 2, "·█", "only 1 of 2"))),
          new FailureDetail("o", "s", "p", "lengths=1,2", "", List.of(), List.of()),
          UNFAILED,
          new DiagnosisFound("o", "s", 1, "SCALE", "the scale is missing", 0.75, 3),
          new EntryChosen("o", "s", "decode_16", "at most 16 heads", Long.MAX_VALUE),
          new PropertySummary("o", "s", "p", "It holds.", 1, 1, 0, "lengths=7", -0.0),
          MUTANT,
          new JudgeSummary("j", "aimed", "a file", "|y| < 1", "x", 1, 2, 3, 4, 5, 6, 7, 8),
          new HonestSummary("o", "v", "4096", 9, 1, "It was.", 0.5, Double.POSITIVE_INFINITY),
          new BenchmarkResult(
              "a.B.c",
              "thrpt",
              "ops/s",
              Double.MAX_VALUE,
              Double.NaN,
              Map.of("z", "1", "a", "2"),
              List.of(0.1, Double.MIN_VALUE),
              "VM 25"),
          new RunFinished(Instant.EPOCH, 1, 2, 1, 1));

  static final Reproducer REPRODUCER =
      new Reproducer(
          Reproducer.KIND,
          Reproducer.SCHEMA,
          "0.1.0",
          RunStarted.UNKNOWN_COMMIT,
          "rms-norm",
          "within-budget",
          "It holds.",
          "seed=7 choices=1,2",
          -1,
          "kernel.ptx",
          List.of(new Provenance("rms_norm", "00ff", "")),
          "F32",
          "PTX emulator",
          new Outcome.Fail("It is too far off.", WORST),
          "");

  private Samples() {}

  private static CaseVerdict verdict(Outcome outcome, double headroom) {
    return new CaseVerdict("o", "s", "p", "lengths=1,2", outcome, headroom, -headroom, 12, 34);
  }
}
