package assay.gpu.kernels;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceInfo;
import assay.gpu.device.PtxSource;
import assay.gpu.kernels.TensorDecodePlan.Variant;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.NumericContract;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Result;
import assay.spec.UnsupportedProblem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Paged decode by whichever committed kernel suits; each is loaded when it is chosen first. */
public final class ChosenDecodeKernel implements ChoosingKernel<Problem>, AutoCloseable {

  /** Its name on the command line. */
  public static final String WORD = "chosen";

  /**
   * What it promises, whichever kernel it takes: what those on matrix units do. The plain one,
   * which rounds no weights, promises more.
   */
  public static final NumericContract CONTRACT = PagedMlaDecodeTensorKernel.CONTRACT;

  /** The stems that it chooses from. */
  public static final List<String> STEMS =
      List.of(
          PagedMlaDecodeKernel.ENTRY,
          PagedMlaDecodeTensorKernel.stem(DecodeCache.DENSE_BF16),
          PagedMlaDecodeTensorKernel.stem(DecodeCache.FP8_DS_MLA));

  private static final int LEAST_MAJOR = 8;

  private final Device device;
  private final Map<String, PagedMlaDecodeTensorKernel> onMatrixUnits = new HashMap<>();
  private final Map<String, PagedMlaDecodeKernel> plain = new HashMap<>();

  /** On {@code device}, which the caller keeps and closes. */
  public ChosenDecodeKernel(Device device) {
    this.device = device;
  }

  /**
   * By the cache's layout, then by the keys' width, then by the number of heads; any compute
   * capability from 8.0 on has the same choice, since all PTX is for 8.0.
   *
   * @throws UnsupportedProblem if the device's compute capability is below 8.0
   */
  public static KernelChoice choose(Problem problem, DeviceInfo device) {
    if (device.computeMajor() < LEAST_MAJOR) {
      throw new UnsupportedProblem(
          "compute capability is %d.%d; the kernels are for 8.0 and later"
              .formatted(device.computeMajor(), device.computeMinor()));
    }
    String on =
        "; on compute capability %d.%d by PTX for 8.0"
            .formatted(device.computeMajor(), device.computeMinor());
    KernelChoice choice =
        problem.cache().layout() instanceof Fp8DsMlaLayout
            ? onMatrixUnits(DecodeCache.FP8_DS_MLA, problem.heads(), "a cache in fp8_ds_mla")
            : dense(problem.width(), problem.heads());
    return new KernelChoice(choice.stem(), choice.entry(), choice.reason() + on);
  }

  /** Over a cache of BF16, whose keys have so many features. */
  static KernelChoice dense(int width, int heads) {
    int most = PagedMlaDecodeTensorKernel.MAX_WIDTH;
    return PagedMlaDecodeTensorKernel.takes(width)
        ? onMatrixUnits(
            DecodeCache.DENSE_BF16, heads, "keys of at most %d features".formatted(most))
        : new KernelChoice(
            PagedMlaDecodeKernel.ENTRY,
            PagedMlaDecodeKernel.ENTRY,
            "keys of more than %d features, too wide for the matrix units' tiles".formatted(most));
  }

  private static KernelChoice onMatrixUnits(DecodeCache cache, int heads, String why) {
    KernelChoice choice = Variant.of(heads).choice(PagedMlaDecodeTensorKernel.stem(cache));
    return new KernelChoice(choice.stem(), choice.entry(), why + "; " + choice.reason());
  }

  @Override
  public KernelChoice choose(Problem problem) {
    return choose(problem, device.info());
  }

  /**
   * Runs the chosen kernel once.
   *
   * @throws UnsupportedProblem if it has no path for the problem's widths, formats or scales, or
   *     the device has no room for it
   * @throws assay.gpu.device.DeviceFault if the kernel goes wrong
   */
  @Override
  public Result run(Problem problem) {
    String stem = choose(problem).stem();
    PtxSource ptx = KernelSource.committed(stem).ptx();
    return stem.equals(PagedMlaDecodeKernel.ENTRY)
        ? plain.computeIfAbsent(stem, any -> new PagedMlaDecodeKernel(device, ptx)).run(problem)
        : onMatrixUnits
            .computeIfAbsent(stem, any -> new PagedMlaDecodeTensorKernel(device, ptx))
            .run(problem);
  }

  @Override
  public void close() {
    onMatrixUnits.values().forEach(PagedMlaDecodeTensorKernel::close);
    plain.values().forEach(PagedMlaDecodeKernel::close);
  }
}
