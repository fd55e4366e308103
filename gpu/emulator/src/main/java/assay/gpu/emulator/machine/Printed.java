package assay.gpu.emulator.machine;

/** What the threads of a launch have printed, one after the other. */
final class Printed {

  /** As many characters as a GPU keeps by default. */
  private static final int MOST = 1 << 20;

  private final StringBuilder text = new StringBuilder();
  private long leftOut;

  void add(String more) {
    if (leftOut == 0 && text.length() + more.length() <= MOST) {
      text.append(more);
    } else {
      leftOut++;
    }
  }

  void clear() {
    text.setLength(0);
    leftOut = 0;
  }

  @Override
  public String toString() {
    return leftOut == 0
        ? text.toString()
        : text + "\n(%d more calls of printf)\n".formatted(leftOut);
  }
}
