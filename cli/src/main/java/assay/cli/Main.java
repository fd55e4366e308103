package assay.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.CommandLine;

/** Starts the command line. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(execute(writer(System.out), writer(System.err), arguments));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, stream.charset());
  }

  /** Runs one command line, and answers its exit code. */
  static int execute(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine commandLine =
        new CommandLine(new AssayCommand())
            .setOut(out)
            .setErr(err)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(Failures::badOption)
            .setExecutionExceptionHandler(Failures::failed);
    try {
      return commandLine.execute(arguments);
    } catch (Error e) {
      return Failures.defect(e, err);
    }
  }
}
