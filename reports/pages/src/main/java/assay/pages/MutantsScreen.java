package assay.pages;

import assay.evidence.Fate;
import assay.evidence.RunStarted;
import assay.pages.Document.Fact;
import java.util.ArrayList;
import java.util.List;

/** The page of a {@code mutants} run: how well the judges judge. */
final class MutantsScreen {

  private static final String UNFINISHED =
      "The run did not come to its end: what is shown is what it had found by then.";

  private MutantsScreen() {}

  static Document of(Mutants mutants) {
    return new Document(
        "Assay kill matrix",
        tone(mutants),
        verdict(mutants),
        counts(mutants),
        notes(mutants),
        facts(mutants.started()),
        List.of(
            JudgeSection.of(mutants),
            KillSection.of(mutants),
            SurvivorSection.of(mutants),
            HonestSection.of(mutants.honest()),
            EnvironmentSection.of(mutants.started())));
  }

  private static Tone tone(Mutants mutants) {
    boolean wrong = mutants.assay(Fate.SURVIVED) > 0 || mutants.accusations() > 0;
    if (wrong || mutants.end().filter(end -> end.exitCode() != 0).isPresent()) {
      return Tone.FAIL;
    }
    return mutants.end().isPresent() && !mutants.assay().isEmpty() ? Tone.PASS : Tone.NOT_RUN;
  }

  private static String verdict(Mutants mutants) {
    return switch (tone(mutants)) {
      case PASS -> "PASSED";
      case FAIL -> "FAILED";
      case PLAIN, NUMBER, CODE, NOT_RUN -> "NOT JUDGED";
    };
  }

  private static String counts(Mutants mutants) {
    long killed = mutants.assay(Fate.KILLED);
    return "Assay refuses %s of %s that can be seen, and accuses correct variants %s times"
        .formatted(
            Text.count(killed),
            Text.count(killed + mutants.assay(Fate.SURVIVED), "planted bug"),
            Text.count(mutants.accusations()));
  }

  private static List<String> notes(Mutants mutants) {
    List<String> notes = new ArrayList<>();
    if (mutants.end().isEmpty()) {
      notes.add(UNFINISHED);
    }
    notes.add(
        "Bugs are in simulated kernels in Java or in PTX on the emulator, correct variants are the former;"
            + " rules of other projects are written after their tests, whose own kernels are not run.");
    return notes;
  }

  private static List<Fact> facts(RunStarted started) {
    return List.of(
        new Fact("Commit", Cell.code(started.commit() + (started.dirty() ? " (modified)" : ""))),
        new Fact("Date", Cell.of(FirstScreen.DATE.format(started.time()))),
        new Fact("Seed", Cell.code(String.valueOf(started.seed()))),
        new Fact("Command", Cell.code(Replay.line(started.command()))));
  }
}
