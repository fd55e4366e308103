package assay.gpu.kernels;

import assay.gpu.device.DeviceModule;
import assay.gpu.device.Kernel;
import assay.gpu.kernels.TensorDecodePlan.Variant;

/** The entries of a decode whose blocks take 16 heads or 64, and of the merge of its splits. */
record DecodeEntries(Kernel heads16, Kernel heads64, Kernel combine) {

  static DecodeEntries of(DeviceModule module, String stem) {
    return new DecodeEntries(
        module.kernel(Variant.HEADS_16.entry(stem)),
        module.kernel(Variant.HEADS_64.entry(stem)),
        module.kernel(stem + "_combine"));
  }

  Kernel decode(Variant variant) {
    return switch (variant) {
      case HEADS_16 -> heads16;
      case HEADS_64 -> heads64;
    };
  }
}
