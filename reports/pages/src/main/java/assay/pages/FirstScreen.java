package assay.pages;

import assay.evidence.DeviceCard;
import assay.evidence.RunStarted;
import assay.pages.Document.Fact;
import assay.pages.Document.Section;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The verdict, what it is about, and what a reader must know before believing a figure. */
final class FirstScreen {

  private static final String EMULATED =
      "Executed by the PTX emulator: PTX is the contract, SASS is what a GPU runs;"
          + " no figure on this page is a GPU time.";
  private static final String UNFINISHED =
      "The run did not come to its end: what is shown is what it had found by then.";
  static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private FirstScreen() {}

  static Document of(Run run, List<Section> sections) {
    return new Document(
        "Assay report", tone(run), verdict(run), counts(run), notes(run), facts(run), sections);
  }

  /** Green only for a run that ended well and in which something passed and nothing failed. */
  private static Tone tone(Run run) {
    if (run.failed() > 0 || run.end().filter(end -> end.exitCode() != 0).isPresent()) {
      return Tone.FAIL;
    }
    return run.passed() > 0 && run.end().isPresent() ? Tone.PASS : Tone.NOT_RUN;
  }

  private static String verdict(Run run) {
    return switch (tone(run)) {
      case PASS -> "PASSED";
      case FAIL -> "FAILED";
      case NOT_RUN -> run.passed() > 0 ? "NOT FINISHED" : "NOT RUN";
      case PLAIN, NUMBER, CODE -> throw new AssertionError(tone(run));
    };
  }

  private static String counts(Run run) {
    long properties = run.properties().size();
    return "%s of %s: %s passed, %s failed, %s not run"
        .formatted(
            Text.count(run.passed() + run.failed() + run.notRun(), "case"),
            properties == 1 ? "1 property" : properties + " properties",
            Text.count(run.passed()),
            Text.count(run.failed()),
            Text.count(run.notRun()));
  }

  private static List<String> notes(Run run) {
    List<String> notes = new ArrayList<>();
    if (run.end().isEmpty()) {
      notes.add(UNFINISHED);
    }
    run.end()
        .filter(end -> end.exitCode() != 0 && run.failed() == 0)
        .ifPresent(end -> notes.add("The run ended with exit code " + end.exitCode() + "."));
    if (run.started().device().emulated()) {
      notes.add(EMULATED);
    }
    return notes;
  }

  private static List<Fact> facts(Run run) {
    RunStarted started = run.started();
    return List.of(
        new Fact("Verified", Cell.of(verified(run))),
        new Fact("Device", Cell.of(device(started.device()))),
        new Fact("Commit", Cell.code(started.commit() + (started.dirty() ? " (modified)" : ""))),
        new Fact("Date", Cell.of(DATE.format(started.time()))),
        new Fact("Seed", Cell.code(String.valueOf(started.seed()))),
        new Fact("Command", Cell.code(Replay.line(started.command()))));
  }

  private static String verified(Run run) {
    return run.properties().isEmpty()
        ? "nothing"
        : run.properties().stream()
            .map(property -> property.operator() + ", kernel " + property.subject())
            .distinct()
            .collect(Collectors.joining("; "));
  }

  private static String device(DeviceCard device) {
    return "%s, compute capability %s (%s)"
        .formatted(
            device.name(),
            device.computeCapability(),
            device.emulated() ? "emulated on the CPU" : device.backend());
  }
}
