package assay.gpu.kernels;

import assay.gpu.device.DeviceSlice;

/**
 * What a decode over pages works on.
 *
 * @param query [B, S, H, D + R] BF16
 * @param slots [pages, P, D + R] BF16
 * @param pageTable [B, pagesPerSequence] I32
 * @param lengths [B] I32
 * @param out [B, S, H, D] BF16 for the result
 * @param lse [B, S, H] F32 for the result
 */
record PagedDecodeBuffers(
    DeviceSlice query,
    DeviceSlice slots,
    DeviceSlice pageTable,
    DeviceSlice lengths,
    DeviceSlice out,
    DeviceSlice lse) {}
