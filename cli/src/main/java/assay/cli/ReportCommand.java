package assay.cli;

import assay.evidence.EvidenceFile;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Renders a folder's evidence again; nothing is run. */
@Command(
    name = "report",
    description = "Writes report.md and index.html from a folder's evidence; runs nothing.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private OutOption out = new OutOption();

  @Override
  public Integer call() throws IOException {
    Reports.write(EvidenceFile.read(out.evidence()).evidence(), out);
    spec.commandLine().getOut().println("report: " + out.folder().resolve("index.html"));
    return ExitCode.PASSED;
  }
}
