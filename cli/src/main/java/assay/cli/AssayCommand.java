package assay.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root command: without a subcommand it is bad input. */
@Command(
    name = "assay",
    description = "Finds out whether a GPU kernel for Multi-head Latent Attention is right.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Build.class,
    subcommands = {
      VerifyCommand.class,
      ReplayCommand.class,
      TestCommand.class,
      MutantsCommand.class,
      ProfileCommand.class,
      ShowCommand.class,
      DevicesCommand.class,
      ConformanceCommand.class,
      BenchCommand.class,
      ReportCommand.class,
      BundleCommand.class,
      GoldenCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything that was asked for ran, and passed",
      "1:a property failed, or a planted bug got through",
      "2:the input is wrong: an option, a case, a file, a kernel",
      "3:what was asked for could not run here"
    })
final class AssayCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "no command; see './assay --help' for what there is");
  }
}
