package assay.gpu.jcuda;

import assay.gpu.device.DeviceGraph;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUstream;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.JCudaDriver;

/** A CUDA graph, made by capturing a stream; it is launched into the default one. */
final class JCudaGraph implements DeviceGraph, JCudaDevice.Resource {

  private final JCudaDevice device;
  private final CUgraphExec graph;
  private boolean closed;

  private JCudaGraph(JCudaDevice device, CUgraphExec graph) {
    this.device = device;
    this.graph = graph;
  }

  /** What {@code work} launches into {@code stream}. */
  static JCudaGraph capture(JCudaDevice device, CUstream stream, Runnable work) {
    CudaStatus.check(
        JCudaDriver.cuStreamBeginCapture(
            stream, CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL),
        "beginning to record");
    CUgraph recorded = new CUgraph();
    int ended;
    try {
      work.run();
    } finally {
      ended = JCudaDriver.cuStreamEndCapture(stream, recorded);
    }
    try {
      CudaStatus.check(ended, "recording");
      CUgraphExec graph = new CUgraphExec();
      CudaStatus.check(JCudaDriver.cuGraphInstantiate(graph, recorded, 0), "instantiating a graph");
      return new JCudaGraph(device, graph);
    } finally {
      JCudaDriver.cuGraphDestroy(recorded);
    }
  }

  @Override
  public void launch() {
    if (closed) {
      throw new IllegalStateException("the graph is closed");
    }
    device.makeIdle();
    CudaStatus.check(JCudaDriver.cuGraphLaunch(graph, new CUstream()), "launching a graph");
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      device.release(this, () -> JCudaDriver.cuGraphExecDestroy(graph));
    }
  }
}
