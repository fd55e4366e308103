package assay.cli;

/** What the process answers; documented in README.md. */
final class ExitCode {

  /** Everything that was asked for ran, and passed. */
  static final int PASSED = 0;

  /** A property failed. */
  static final int FAILED = 1;

  /** The input is wrong: an option, a case, a file, a kernel. */
  static final int BAD_INPUT = 2;

  /** What was asked for could not run here. */
  static final int NOT_RUN = 3;

  private ExitCode() {}

  /** Of a run of so many cases. */
  static int of(long passed, long failed, long notRun) {
    if (failed > 0) {
      return FAILED;
    }
    return notRun == 0 && passed > 0 ? PASSED : NOT_RUN;
  }
}
