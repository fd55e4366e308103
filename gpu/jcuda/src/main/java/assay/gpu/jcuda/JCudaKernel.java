package assay.gpu.jcuda;

import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.DeviceSlice;
import assay.gpu.device.Kernel;
import assay.gpu.device.KernelArguments;
import assay.gpu.device.KernelArguments.Argument;
import assay.gpu.device.KernelArguments.BufferArgument;
import assay.gpu.device.KernelArguments.LongArgument;
import assay.gpu.device.KernelArguments.WordArgument;
import assay.gpu.device.KernelResources;
import assay.gpu.device.LaunchConfig;
import assay.gpu.device.LaunchRejected;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/** An entry point the driver can launch. */
final class JCudaKernel implements Kernel {

  private final JCudaDevice device;
  private final CUfunction function;
  private final EntryParameters parameters;
  private final KernelResources resources;

  private JCudaKernel(
      JCudaDevice device,
      CUfunction function,
      EntryParameters parameters,
      KernelResources resources) {
    this.device = device;
    this.function = function;
    this.parameters = parameters;
    this.resources = resources;
  }

  static JCudaKernel of(JCudaDevice device, CUfunction function, EntryParameters parameters) {
    KernelResources resources =
        new KernelResources(
            attribute(function, CUfunction_attribute.CU_FUNC_ATTRIBUTE_NUM_REGS),
            attribute(function, CUfunction_attribute.CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES),
            attribute(function, CUfunction_attribute.CU_FUNC_ATTRIBUTE_LOCAL_SIZE_BYTES),
            attribute(function, CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK));
    return new JCudaKernel(device, function, parameters, resources);
  }

  private static int attribute(CUfunction function, int attribute) {
    int[] value = new int[1];
    CudaStatus.check(
        JCudaDriver.cuFuncGetAttribute(value, attribute, function),
        "reading function attribute " + attribute);
    return value[0];
  }

  @Override
  public String name() {
    return parameters.entry();
  }

  @Override
  public KernelResources resources() {
    return resources;
  }

  @Override
  public void launch(LaunchConfig config, KernelArguments arguments) {
    parameters.require(arguments);
    device.limits().require(config, resources);
    Pointer pointers =
        Pointer.to(arguments.list().stream().map(this::pointer).toArray(Pointer[]::new));
    device.makeCurrent();
    allowSharedBytes(config.dynamicSharedBytes());
    CudaStatus.check(
        JCudaDriver.cuLaunchKernel(
            function,
            config.grid().x(),
            config.grid().y(),
            config.grid().z(),
            config.block().x(),
            config.block().y(),
            config.block().z(),
            config.dynamicSharedBytes(),
            new CUstream(),
            pointers,
            new Pointer()),
        "launching " + name());
  }

  /** More than 48 KiB must be asked for; the limit itself was checked before. */
  private void allowSharedBytes(int dynamicBytes) {
    CudaStatus.check(
        JCudaDriver.cuFuncSetAttribute(
            function,
            CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES,
            dynamicBytes),
        "allowing %d bytes of shared memory to %s".formatted(dynamicBytes, name()));
  }

  private Pointer pointer(Argument argument) {
    return switch (argument) {
      case BufferArgument(DeviceSlice(DeviceBuffer buffer, long offset)) ->
          Pointer.to(new long[] {address(buffer) + offset});
      case WordArgument(int bits) -> Pointer.to(new int[] {bits});
      case LongArgument(long bits) -> Pointer.to(new long[] {bits});
    };
  }

  private long address(DeviceBuffer buffer) {
    if (buffer instanceof JCudaBuffer own && own.usableOn(device)) {
      return own.addressValue();
    }
    throw new LaunchRejected("a buffer given to " + name() + " is closed or of another device");
  }
}
