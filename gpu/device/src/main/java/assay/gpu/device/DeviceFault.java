package assay.gpu.device;

import org.jspecify.annotations.Nullable;

/** A kernel did what it must not do. */
public final class DeviceFault extends DeviceException {

  private static final long serialVersionUID = 1;

  /** What a kernel can do wrong. */
  public enum Kind {
    OUT_OF_BOUNDS("access outside every allocation"),
    MISALIGNED("address not a multiple of the access size"),
    UNINITIALISED("read of a value that was never written"),
    BARRIER("barrier that not all threads reach alike"),
    RACE("two accesses that nothing orders"),
    DEADLOCK("no thread can go on"),
    TRAP("the kernel stopped itself"),
    TIME_LIMIT("the kernel ran longer than allowed"),
    ILLEGAL_INSTRUCTION("an instruction the device cannot execute"),
    OTHER("a fault that the device does not describe");

    private final String meaning;

    Kind(String meaning) {
      this.meaning = meaning;
    }

    public String meaning() {
      return meaning;
    }
  }

  /**
   * Where it happened, as far as the device tells.
   *
   * @param kernel the entry point
   * @param ptxLine line in the module's text, from 1
   * @param sourceLine {@code file:line} of the CUDA source where the PTX has {@code .loc}
   * @param block position in the grid
   * @param thread position in the block
   */
  public record Site(
      String kernel,
      int ptxLine,
      @Nullable String sourceLine,
      @Nullable Dim3 block,
      @Nullable Dim3 thread) {}

  private final Kind kind;
  private final transient @Nullable Site site;

  /**
   * @param detail what happened, with the address and what lies there where known
   */
  public DeviceFault(Kind kind, @Nullable Site site, String detail) {
    super(describe(kind, site, detail));
    this.kind = kind;
    this.site = site;
  }

  public Kind kind() {
    return kind;
  }

  public @Nullable Site site() {
    return site;
  }

  private static String describe(Kind kind, @Nullable Site site, String detail) {
    StringBuilder text = new StringBuilder();
    if (site != null) {
      text.append(site.kernel()).append(", PTX line ").append(site.ptxLine());
      if (site.sourceLine() != null) {
        text.append(" (").append(site.sourceLine()).append(')');
      }
      if (site.block() != null) {
        text.append(", block ").append(site.block());
      }
      if (site.thread() != null) {
        text.append(", thread ").append(site.thread());
      }
      text.append(": ");
    }
    return text.append(kind.meaning()).append(": ").append(detail).toString();
  }
}
