package assay.gpu.jcuda;

import assay.gpu.device.DeviceModule;
import assay.gpu.device.InvalidModule;
import assay.gpu.device.Kernel;
import assay.gpu.device.PtxSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUjit_option;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import jcuda.driver.JITOptions;

/** PTX that the driver has compiled. */
final class JCudaModule implements DeviceModule, JCudaDevice.Resource {

  private static final int LOG_BYTES = 16 << 10;

  private final JCudaDevice device;
  private final PtxSource source;
  private final CUmodule module;
  private boolean closed;

  private JCudaModule(JCudaDevice device, PtxSource source, CUmodule module) {
    this.device = device;
    this.source = source;
    this.module = module;
  }

  /** Compiles {@code source} in the current context. */
  static JCudaModule load(JCudaDevice device, PtxSource source) {
    byte[] text = (source.text() + "\0").getBytes(StandardCharsets.UTF_8);
    JITOptions options = new JITOptions();
    options.putInt(CUjit_option.CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES, LOG_BYTES);
    options.putBytes(CUjit_option.CU_JIT_ERROR_LOG_BUFFER, new byte[LOG_BYTES]);
    CUmodule module = new CUmodule();
    int status = JCudaDriver.cuModuleLoadDataJIT(module, Pointer.to(text), options);
    if (CudaStatus.exception(status, "loading") instanceof InvalidModule) {
      String log = options.getString(CUjit_option.CU_JIT_ERROR_LOG_BUFFER);
      throw new InvalidModule(source.name(), AssemblerLog.problems(log, CudaStatus.name(status)));
    }
    CudaStatus.check(status, "loading " + source.name());
    return new JCudaModule(device, source, module);
  }

  @Override
  public Kernel kernel(String name) {
    if (closed) {
      throw new IllegalStateException("the module is closed");
    }
    EntryParameters parameters =
        EntryParameters.of(source.text(), name).orElseThrow(() -> noEntry(name));
    device.makeCurrent();
    CUfunction function = new CUfunction();
    int status = JCudaDriver.cuModuleGetFunction(function, module, name);
    if (status == CUresult.CUDA_ERROR_NOT_FOUND) {
      throw noEntry(name);
    }
    CudaStatus.check(status, "looking up " + name);
    return JCudaKernel.of(device, function, parameters);
  }

  private InvalidModule noEntry(String name) {
    return new InvalidModule(source.name(), List.of("there is no entry '%s'".formatted(name)));
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      device.release(this, () -> JCudaDriver.cuModuleUnload(module));
    }
  }
}
