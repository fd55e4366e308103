package assay.gpu.kernels;

import assay.gpu.device.DeviceInfo;
import assay.gpu.kernels.TensorDecodePlan.Variant;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.UnsupportedProblem;

/**
 * Which kernel decodes a problem on a device, and why.
 *
 * @param stem of the kernel's files
 * @param entry of the kernel that is launched
 * @param reason a sentence
 */
public record DecodeChoice(String stem, String entry, String reason) {

  private static final int LEAST_MAJOR = 8;

  /**
   * By the cache's layout, then by the keys' width, then by the number of heads; any compute
   * capability from 8.0 on has the same choice, since all PTX is for 8.0.
   *
   * @throws UnsupportedProblem if the device's compute capability is below 8.0
   */
  public static DecodeChoice of(Problem problem, DeviceInfo device) {
    if (device.computeMajor() < LEAST_MAJOR) {
      throw new UnsupportedProblem(
          "compute capability is %d.%d; the kernels are for 8.0 and later"
              .formatted(device.computeMajor(), device.computeMinor()));
    }
    String on =
        ", on compute capability %d.%d by PTX for 8.0"
            .formatted(device.computeMajor(), device.computeMinor());
    if (problem.cache().layout() instanceof Fp8DsMlaLayout) {
      return onMatrixUnits(problem, DecodeCache.FP8_DS_MLA, "the cache is in fp8_ds_mla", on);
    }
    if (PagedMlaDecodeTensorKernel.takes(problem.width())) {
      String why = "keys of %d features fit the matrix units' tiles".formatted(problem.width());
      return onMatrixUnits(problem, DecodeCache.DENSE_BF16, why, on);
    }
    String why = "keys of %d features are too wide for the matrix units' tiles";
    return new DecodeChoice(
        PagedMlaDecodeKernel.ENTRY,
        PagedMlaDecodeKernel.ENTRY,
        why.formatted(problem.width()) + on);
  }

  private static DecodeChoice onMatrixUnits(
      Problem problem, DecodeCache cache, String why, String on) {
    String stem = PagedMlaDecodeTensorKernel.stem(cache);
    String entry = Variant.of(problem.heads()).entry(stem);
    String heads = "; a block takes %s of %d heads";
    String taken = entry.substring(stem.length() + 1);
    return new DecodeChoice(stem, entry, why + heads.formatted(taken, problem.heads()) + on);
  }

  @Override
  public String toString() {
    return entry + ": " + reason;
  }
}
