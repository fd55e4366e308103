package assay.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The golden model by itself; without a subcommand it is bad input. */
@Command(
    name = "golden",
    description = "Hands out what the golden model says.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = GoldenExportCommand.class)
final class GoldenCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "no command; see './assay golden --help' for what there is");
  }
}
