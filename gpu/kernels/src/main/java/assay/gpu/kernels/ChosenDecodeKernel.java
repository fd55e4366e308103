package assay.gpu.kernels;

import assay.gpu.device.Device;
import assay.gpu.device.PtxSource;
import assay.spec.Implementation;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Result;
import java.util.HashMap;
import java.util.Map;

/**
 * Paged decode by whichever committed kernel {@link DecodeChoice} names; each is loaded when it is
 * chosen first.
 */
public final class ChosenDecodeKernel implements Implementation<Problem>, AutoCloseable {

  private final Device device;
  private final Map<String, PagedMlaDecodeTensorKernel> onMatrixUnits = new HashMap<>();
  private final Map<String, PagedMlaDecodeKernel> plain = new HashMap<>();

  /** On {@code device}, which the caller keeps and closes. */
  public ChosenDecodeKernel(Device device) {
    this.device = device;
  }

  /**
   * What {@link #run} would run.
   *
   * @throws assay.spec.UnsupportedProblem if no kernel runs on the device
   */
  public DecodeChoice choose(Problem problem) {
    return DecodeChoice.of(problem, device.info());
  }

  /**
   * Runs the chosen kernel once.
   *
   * @throws assay.spec.UnsupportedProblem if it has no path for the problem's widths, formats or
   *     scales, or the device has no room for it
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
