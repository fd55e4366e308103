package assay.gpu.kernels;

import assay.gpu.device.Device;
import assay.gpu.device.PtxSource;
import assay.spec.Implementation;
import assay.spec.NumericContract;
import assay.spec.PagedMlaDecode.Problem;
import java.util.Locale;

/** Assay's kernels for paged decode, and with that the parameters that other PTX may have. */
public enum PagedMlaDecodeVariant {
  /** One block for each query head, ordinary arithmetic. */
  PLAIN(PagedMlaDecodeKernel.ENTRY, PagedMlaDecodeKernel.CONTRACT, true) {
    @Override
    public Implementation<Problem> launcher(Device device, PtxSource ptx) {
      return new PagedMlaDecodeKernel(device, ptx);
    }
  },
  /** Heads share keys, matrix units, split keys. */
  TENSOR(PagedMlaDecodeTensorKernel.STEM, PagedMlaDecodeTensorKernel.CONTRACT, false) {
    @Override
    public Implementation<Problem> launcher(Device device, PtxSource ptx) {
      return new PagedMlaDecodeTensorKernel(device, ptx);
    }
  };

  private final String stem;
  private final NumericContract contract;
  private final boolean batchInvariant;

  PagedMlaDecodeVariant(String stem, NumericContract contract, boolean batchInvariant) {
    this.stem = stem;
    this.contract = contract;
    this.batchInvariant = batchInvariant;
  }

  /** The one whose entries {@code ptx} has; the plain one where it has neither's. */
  public static PagedMlaDecodeVariant of(PtxSource ptx) {
    return ptx.text().contains(".entry " + TENSOR.stem) ? TENSOR : PLAIN;
  }

  /** Its name on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Of its files, and of its entries' names. */
  public String stem() {
    return stem;
  }

  /** What its arithmetic promises. */
  public NumericContract contract() {
    return contract;
  }

  /** Whether a sequence has the same bits alone as in any batch: splits depend on the batch. */
  public boolean batchInvariant() {
    return batchInvariant;
  }

  /** Its own PTX. */
  public KernelSource committed() {
    return KernelSource.committed(stem);
  }

  /**
   * Loads {@code ptx} on {@code device}, which the caller closes, and the launcher with it.
   *
   * @throws assay.gpu.device.InvalidModule if the device refuses the PTX
   */
  public abstract Implementation<Problem> launcher(Device device, PtxSource ptx);
}
