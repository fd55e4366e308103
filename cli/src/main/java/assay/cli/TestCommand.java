package assay.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Stands for {@code ./assay test}, which the launcher itself runs where there are sources. */
@Command(
    name = "test",
    description = "Builds everything and runs all tests (mvn verify on a JDK 25).",
    mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine()
        .getErr()
        .println("assay: tests need the source tree; run ./assay test in a checkout");
    return ExitCode.NOT_RUN;
  }
}
