package assay.cli;

import assay.bench.BenchmarksFailed;
import assay.evidence.BadEvidence;
import assay.gpu.device.DeviceException;
import assay.gpu.device.DeviceFault;
import assay.gpu.device.DeviceUnavailable;
import assay.gpu.device.InvalidModule;
import assay.gpu.device.LaunchRejected;
import assay.gpu.device.OutOfDeviceMemory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Turns what went wrong into one sentence and an exit code. */
final class Failures {

  private Failures() {}

  static int badOption(CommandLine.ParameterException exception, String[] arguments) {
    return say(exception.getCommandLine(), exception.getMessage(), ExitCode.BAD_INPUT);
  }

  static int failed(Exception exception, CommandLine command, CommandLine.ParseResult parseResult) {
    return switch (exception) {
      case DeviceException device -> say(command, device.getMessage(), exitCode(device));
      case IllegalArgumentException bad -> say(command, bad.getMessage(), ExitCode.BAD_INPUT);
      case BadEvidence bad -> say(command, bad.getMessage(), ExitCode.BAD_INPUT);
      case BenchmarksFailed failed -> say(command, failed.getMessage(), ExitCode.NOT_RUN);
      case NoSuchFileException missing ->
          say(command, "file '" + missing.getFile() + "' does not exist", ExitCode.BAD_INPUT);
      case IOException io -> say(command, describe(io), ExitCode.NOT_RUN);
      case UncheckedIOException io -> say(command, describe(io), ExitCode.NOT_RUN);
      default -> defect(exception, command.getErr());
    };
  }

  /** What nobody foresaw: not a failed property, so not its exit code. */
  static int defect(Throwable thrown, PrintWriter err) {
    thrown.printStackTrace(err);
    err.println("assay: this is a defect of Assay; please report it");
    return ExitCode.NOT_RUN;
  }

  private static int exitCode(DeviceException exception) {
    return switch (exception) {
      case InvalidModule invalid -> ExitCode.BAD_INPUT;
      case DeviceFault fault -> ExitCode.FAILED;
      case DeviceUnavailable unavailable -> ExitCode.NOT_RUN;
      case LaunchRejected rejected -> ExitCode.NOT_RUN;
      case OutOfDeviceMemory full -> ExitCode.NOT_RUN;
    };
  }

  private static String describe(Exception exception) {
    return "cannot read or write: " + exception.getMessage();
  }

  private static int say(CommandLine command, @Nullable String sentence, int exitCode) {
    command.getErr().println("assay: " + String.valueOf(sentence).replaceAll("\\s*\\R\\s*", " "));
    return exitCode;
  }
}
