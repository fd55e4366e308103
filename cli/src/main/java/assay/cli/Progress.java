package assay.cli;

import java.io.PrintWriter;

/** A line on a terminal that says how far a long run is; nothing where there is no terminal. */
final class Progress {

  private static final long INTERVAL_NANOS = 100_000_000;

  private final PrintWriter err;
  private final boolean terminal;
  private long lastNanos;

  Progress(PrintWriter err) {
    this.err = err;
    this.terminal = System.console() != null && System.console().isTerminal();
  }

  void show(String line) {
    long now = System.nanoTime();
    if (terminal && now - lastNanos > INTERVAL_NANOS) {
      lastNanos = now;
      err.print("\r\033[K" + line);
      err.flush();
    }
  }

  void clear() {
    if (terminal) {
      err.print("\r\033[K");
      err.flush();
    }
  }
}
