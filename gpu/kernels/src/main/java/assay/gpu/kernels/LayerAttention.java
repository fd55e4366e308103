package assay.gpu.kernels;

import assay.gpu.device.DeviceSlice;

/** A form of attention, ready for steps of as many tokens as it was made for. */
interface LayerAttention {

  /**
   * Issues attention of a step's queries over the cache, which holds the step's own tokens.
   *
   * @param query [N, H, E + R] BF16, turned
   * @param latentUp [H, E + V, D] BF16
   * @param values [N, H, V] BF16 for the result
   */
  void issue(DeviceSlice query, DeviceSlice latentUp, DeviceSlice values);
}
