package assay.gpu.kernels;

/** What all attention of a layer has in common. */
record AttentionSetting(LayerKernels kernels, HeadWidths widths, float scale) {}
