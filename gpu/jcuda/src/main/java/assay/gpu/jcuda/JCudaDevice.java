package assay.gpu.jcuda;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.DeviceEvent;
import assay.gpu.device.DeviceGraph;
import assay.gpu.device.DeviceInfo;
import assay.gpu.device.DeviceModule;
import assay.gpu.device.PtxSource;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUevent;
import jcuda.driver.CUevent_flags;
import jcuda.driver.CUstream;
import jcuda.driver.CUstream_flags;
import jcuda.driver.JCudaDriver;

/** One GPU, used through its primary context and the default stream. */
final class JCudaDevice implements Device {

  /** What goes away with the device. */
  sealed interface Resource permits JCudaBuffer, JCudaEvent, JCudaGraph, JCudaModule {
    void close();
  }

  private final CUdevice device;
  private final CUcontext context;
  private final DeviceInfo info;
  private final LaunchLimits limits;
  private final Set<Resource> owned = Collections.newSetFromMap(new IdentityHashMap<>());
  private CUstream stream = new CUstream();
  private boolean recording;
  private boolean closed;

  private JCudaDevice(CUdevice device, CUcontext context, DeviceInfo info, LaunchLimits limits) {
    this.device = device;
    this.context = context;
    this.info = info;
    this.limits = limits;
  }

  static JCudaDevice open(int ordinal) {
    GpuAttributes attributes = GpuAttributes.of(ordinal);
    CUcontext context = new CUcontext();
    CudaStatus.check(
        JCudaDriver.cuDevicePrimaryCtxRetain(context, attributes.device()),
        "opening device " + ordinal);
    return new JCudaDevice(attributes.device(), context, attributes.info(), attributes.limits());
  }

  @Override
  public DeviceInfo info() {
    return info;
  }

  LaunchLimits limits() {
    return limits;
  }

  @Override
  public DeviceBuffer allocate(long bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException("bytes is " + bytes + "; it must be positive");
    }
    makeIdle();
    DeviceAddress address = new DeviceAddress();
    CudaStatus.check(JCudaDriver.cuMemAlloc(address, bytes), "allocating " + bytes + " bytes");
    JCudaBuffer buffer = new JCudaBuffer(this, address, bytes);
    owned.add(buffer);
    return buffer;
  }

  @Override
  public DeviceModule load(PtxSource source) {
    makeIdle();
    JCudaModule module = JCudaModule.load(this, source);
    owned.add(module);
    return module;
  }

  @Override
  public DeviceGraph capture(Runnable work) {
    makeIdle();
    CUstream own = new CUstream();
    CudaStatus.check(
        JCudaDriver.cuStreamCreate(own, CUstream_flags.CU_STREAM_NON_BLOCKING),
        "creating a stream");
    recording = true;
    stream = own;
    try {
      JCudaGraph graph = JCudaGraph.capture(this, own, work);
      owned.add(graph);
      return graph;
    } finally {
      stream = new CUstream();
      recording = false;
      JCudaDriver.cuStreamDestroy(own);
    }
  }

  /** Where launches go: the default stream, or the one that records. */
  CUstream stream() {
    return stream;
  }

  @Override
  public DeviceEvent record() {
    makeIdle();
    CUevent event = new CUevent();
    CudaStatus.check(
        JCudaDriver.cuEventCreate(event, CUevent_flags.CU_EVENT_DEFAULT), "creating an event");
    CudaStatus.check(JCudaDriver.cuEventRecord(event, new CUstream()), "recording an event");
    JCudaEvent recorded = new JCudaEvent(this, event);
    owned.add(recorded);
    return recorded;
  }

  @Override
  public void synchronize() {
    makeIdle();
    CudaStatus.check(JCudaDriver.cuCtxSynchronize(), "waiting for the device");
  }

  @Override
  public void close() {
    if (!closed) {
      List.copyOf(owned).forEach(Resource::close);
      closed = true;
      JCudaDriver.cuDevicePrimaryCtxRelease(device);
    }
  }

  /** CUDA's current context belongs to the calling thread, which may be another one each time. */
  void makeCurrent() {
    if (closed) {
      throw new IllegalStateException("the device is closed");
    }
    CudaStatus.check(JCudaDriver.cuCtxSetCurrent(context), "using the device's context");
  }

  /** The same, for what is refused while launches are recorded. */
  void makeIdle() {
    if (recording) {
      throw new IllegalStateException("the device is recording; only launches are allowed");
    }
    makeCurrent();
  }

  /**
   * Frees something. Its status is not checked: it repeats a fault that an earlier call reported,
   * and the memory goes with the context in any case.
   */
  void release(Resource resource, Runnable free) {
    if (owned.remove(resource)) {
      JCudaDriver.cuCtxSetCurrent(context);
      free.run();
    }
  }
}
