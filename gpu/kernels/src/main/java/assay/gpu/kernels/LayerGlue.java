package assay.gpu.kernels;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceModule;
import assay.gpu.device.DeviceSlice;
import assay.gpu.device.Dim3;
import assay.gpu.device.Kernel;
import assay.gpu.device.KernelArguments;
import assay.gpu.device.LaunchConfig;
import assay.gpu.device.PtxSource;

/** Issues {@code mla_layer.cu}: what a layer needs beside its operators' kernels. */
final class LayerGlue {

  private static final int THREADS = 128;
  private static final int NUMBERS_PER_BLOCK = 1024;

  private final Kernel place;
  private final Kernel gather;
  private final Kernel copy;

  LayerGlue(Device device, PtxSource ptx) {
    DeviceModule module = device.load(ptx);
    this.place = module.kernel(MlaLayerKernel.STEM + "_place");
    this.gather = module.kernel(MlaLayerKernel.STEM + "_gather");
    this.copy = module.kernel(MlaLayerKernel.STEM + "_copy");
  }

  /**
   * Finds places for a step's tokens and makes their sequences longer.
   *
   * @param starts [B + 1] I32, the first of each sequence's tokens
   * @param positions [tokens] I32 for the result
   * @param slots [tokens] I64 for the result
   */
  void place(DeviceSlice starts, LayerBatch batch, DeviceSlice positions, DeviceSlice slots) {
    KernelArguments arguments = new KernelArguments().slice(starts).slice(batch.pageTable());
    arguments.slice(batch.lengths()).slice(positions).slice(slots);
    arguments.int32(batch.cache().pageSize()).int32(batch.cache().pagesPerSequence());
    place.launch(new LaunchConfig(Dim3.of(batch.size()), Dim3.of(THREADS)), arguments);
  }

  /**
   * Puts the tokens of all sequences one after another.
   *
   * @param keyStarts [B + 1] I32, the row of each sequence's first token
   * @param most tokens of a sequence, at least 1
   * @param rows [tokens, D + R] BF16 for the result
   */
  void gather(LayerBatch batch, DeviceSlice keyStarts, int most, DeviceSlice rows) {
    DeviceLatentCache cache = batch.cache();
    KernelArguments arguments = new KernelArguments().slice(cache.slots()).slice(batch.pageTable());
    arguments.slice(keyStarts).slice(rows).int32(cache.width());
    arguments.int32(cache.pageSize()).int32(cache.pagesPerSequence());
    gather.launch(new LaunchConfig(Dim3.of(most, batch.size()), Dim3.of(THREADS)), arguments);
  }

  /** Copies a page of so many numbers of 16 bits. */
  void copy(DeviceSlice slots, int from, int to, int pageNumbers) {
    KernelArguments arguments = new KernelArguments().slice(slots).int32(from).int32(to);
    Dim3 blocks = Dim3.of(Math.ceilDiv(pageNumbers, NUMBERS_PER_BLOCK));
    copy.launch(new LaunchConfig(blocks, Dim3.of(THREADS)), arguments.int32(pageNumbers));
  }
}
