package assay.gpu.kernels;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.DeviceModule;
import assay.gpu.device.Dim3;
import assay.gpu.device.Kernel;
import assay.gpu.device.KernelArguments;
import assay.gpu.device.LaunchConfig;

/**
 * Launches {@code device_copy.cu}: a copy of device memory by a kernel, to know what bandwidth a
 * kernel can have.
 */
public final class DeviceCopy implements AutoCloseable {

  /** The entry's name, and the stem of its files. */
  public static final String ENTRY = "device_copy";

  private static final int WORD = 16;
  private static final int THREADS = 256;
  private static final int BLOCKS_PER_MULTIPROCESSOR = 8;

  private final LaunchConfig config;
  private final DeviceModule module;
  private final Kernel kernel;

  /** Loads the committed PTX on {@code device}, which the caller keeps and closes. */
  public DeviceCopy(Device device) {
    this.config =
        new LaunchConfig(
            Dim3.of(BLOCKS_PER_MULTIPROCESSOR * device.info().multiprocessors()), Dim3.of(THREADS));
    this.module = device.load(KernelSource.committed(ENTRY).ptx());
    this.kernel = module.kernel(ENTRY);
  }

  /**
   * Issues a copy of {@code from} to {@code to}, which is of the same size.
   *
   * @throws IllegalArgumentException if sizes differ or are no multiple of 16 bytes
   */
  public void copy(DeviceBuffer from, DeviceBuffer to) {
    if (from.bytes() != to.bytes() || from.bytes() % WORD != 0) {
      throw new IllegalArgumentException(
          "from has %d bytes and to %d; both must have the same multiple of %d"
              .formatted(from.bytes(), to.bytes(), WORD));
    }
    kernel.launch(config, new KernelArguments().buffer(from).buffer(to).int64(from.bytes() / WORD));
  }

  @Override
  public void close() {
    module.close();
  }
}
