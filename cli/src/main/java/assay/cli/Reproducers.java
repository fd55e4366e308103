package assay.cli;

import assay.evidence.Provenance;
import assay.evidence.Reproducer;
import assay.evidence.ReproducerFile;
import assay.verify.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The file that each failure of a run leaves behind. */
record Reproducers<P>(KernelSubject<P> subject, long seed, OutOption folder) {

  /** Writes one; the path is relative to the run's folder. */
  String write(Failure<P> failure) throws IOException {
    Path file =
        Path.of("failures", "%s.%s.json".formatted(subject.operator(), failure.property().name()));
    ReproducerFile.write(reproducer(failure), folder.folder().resolve(file));
    return file.toString();
  }

  private Reproducer reproducer(Failure<P> failure) {
    return new Reproducer(
        Reproducer.KIND,
        Reproducer.SCHEMA,
        Build.version(),
        Build.commit(),
        subject.operator(),
        failure.property().name(),
        failure.property().statement(),
        failure.smallest().toString(),
        seed,
        subject.name(),
        provenance(),
        subject.contract().toString(),
        subject.kernel().device().info().name(),
        failure.finding().outcome(),
        "");
  }

  List<Provenance> provenance() {
    return subject.choice().parts().stream().map(KernelOption.Part::provenance).toList();
  }
}
