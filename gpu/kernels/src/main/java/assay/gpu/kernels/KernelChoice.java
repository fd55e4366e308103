package assay.gpu.kernels;

/**
 * Which of several entries a launcher takes, and why.
 *
 * @param stem of the kernel's files
 * @param entry that is launched; a decode whose keys are split launches the merge of its stem too
 * @param reason the rule that decides, and what follows; the same for all problems that it decides
 */
public record KernelChoice(String stem, String entry, String reason) {

  @Override
  public String toString() {
    return entry + ": " + reason;
  }
}
