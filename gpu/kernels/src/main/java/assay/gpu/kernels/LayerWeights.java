package assay.gpu.kernels;

import assay.gpu.device.DeviceArena;
import assay.gpu.device.DeviceSlice;
import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.MlaWeights;
import assay.spec.MlaWeights.QueryDown;
import java.lang.foreign.MemorySegment;

/**
 * A layer's weights on a device, in BF16 where nothing else is said.
 *
 * @param queryDown [queryRank, hidden]; without bottleneck nothing
 * @param queryNorm [queryRank]; without bottleneck nothing
 * @param query [H · (E + R), queryRank or hidden]
 * @param latentDown [D + R, hidden]
 * @param latentNorm [D] F32
 * @param latentUp [H, E + V, D]
 * @param output [hidden, H · V]
 */
record LayerWeights(
    DeviceSlice queryDown,
    DeviceSlice queryNorm,
    DeviceSlice query,
    DeviceSlice latentDown,
    DeviceSlice latentNorm,
    DeviceSlice latentUp,
    DeviceSlice output) {

  /**
   * Puts them there.
   *
   * @throws assay.spec.UnsupportedProblem if a format does not hold its weights exactly
   * @throws assay.gpu.device.OutOfDeviceMemory if they do not fit
   */
  static LayerWeights of(DeviceArena arena, MlaWeights weights) {
    KernelFormat bf16 = KernelFormat.BF16;
    Elements none = Elements.allocate(FloatFormat.BF16, 0);
    Elements down = weights.queryDown().map(QueryDown::projection).orElse(none);
    Elements norm = weights.queryDown().map(QueryDown::norm).orElse(none);
    return new LayerWeights(
        upload(arena, bf16, "q_a_proj", down),
        upload(arena, bf16, "q_a_layernorm", norm),
        upload(arena, bf16, "q_proj", weights.query()),
        upload(arena, bf16, "kv_a_proj_with_mqa", weights.latentDown()),
        upload(arena, KernelFormat.F32, "kv_a_layernorm", weights.latentNorm()),
        upload(arena, bf16, "kv_b_proj", weights.latentUp()),
        upload(arena, bf16, "o_proj", weights.output()));
  }

  private static DeviceSlice upload(
      DeviceArena arena, KernelFormat format, String name, Elements elements) {
    MemorySegment bytes = format.segment(name, elements, MlaLayerKernel.STEM);
    DeviceSlice slice = arena.allocate(bytes.byteSize());
    slice.buffer().write(slice.offset(), bytes);
    return slice;
  }
}
