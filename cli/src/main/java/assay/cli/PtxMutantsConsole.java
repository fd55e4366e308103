package assay.cli;

import assay.evidence.Fate;
import assay.gpu.mutation.MutationKind;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Tells a person what comes of a run over mutants of PTX. */
final class PtxMutantsConsole {

  private final PrintWriter out;
  private final Progress progress;

  PtxMutantsConsole(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.progress = new Progress(err);
  }

  void started(PtxMutantsPlan plan) {
    out.printf("%s: %s; seed %d%n", plan.source().ptx().name(), plan.extent(), plan.seed());
    out.flush();
  }

  void progress(int judged, int all, JudgedMutant last) {
    progress.show("  %d of %d  %s".formatted(judged, all, last.mutant().kind().word()));
  }

  void finished(List<JudgedMutant> judged, OutOption folder) {
    progress.clear();
    kinds(judged);
    killers(judged);
    for (JudgedMutant one : judged) {
      if (one.fate() == Fate.SURVIVED) {
        out.printf("survives: %s %s%n", one.mutant().kind().word(), one.title());
        one.verdict().reason().lines().forEach(reason -> out.printf("  %s%n", reason));
      }
    }
    judged.stream()
        .filter(JudgedMutant::overclaimed)
        .forEach(one -> out.printf("argued to be equivalent, but killed: %s%n", one.mutant().id()));
    out.printf("%s%n", rate(judged));
    out.println("report: " + folder.folder().resolve("index.html"));
  }

  private void kinds(List<JudgedMutant> judged) {
    out.printf("%-20s %7s %9s %11s%n", "kind", "killed", "survived", "equivalent");
    Map<MutationKind, List<JudgedMutant>> kinds =
        judged.stream()
            .collect(
                Collectors.groupingBy(
                    one -> one.mutant().kind(), TreeMap::new, Collectors.toList()));
    kinds.forEach((kind, of) ->
        out.printf(
            "%-20s %7d %9d %11d%n",
            kind.word(),
            count(of, Fate.KILLED),
            count(of, Fate.SURVIVED),
            count(of, Fate.EQUIVALENT)));
  }

  /** Who killed how many: a check of the emulator, or a property. */
  private void killers(List<JudgedMutant> judged) {
    judged.stream()
        .filter(one -> one.fate() == Fate.KILLED)
        .collect(
            Collectors.groupingBy(one -> one.verdict().by(), TreeMap::new, Collectors.counting()))
        .forEach((by, count) -> out.printf("%7d by %s%n", count, by));
  }

  /** Killed of those that can be seen. */
  static String rate(List<JudgedMutant> judged) {
    long killed = count(judged, Fate.KILLED);
    long seen = killed + count(judged, Fate.SURVIVED);
    return String.format(
        Locale.ROOT,
        "%d of %d killed, %.2f %%; %d more are argued to be equivalent",
        killed,
        seen,
        seen == 0 ? 100.0 : 100.0 * killed / seen,
        count(judged, Fate.EQUIVALENT));
  }

  private static long count(List<JudgedMutant> judged, Fate fate) {
    return judged.stream().filter(one -> one.fate() == fate).count();
  }
}
