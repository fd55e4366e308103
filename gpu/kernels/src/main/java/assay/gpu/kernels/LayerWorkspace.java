package assay.gpu.kernels;

import assay.gpu.device.DeviceArena;
import assay.gpu.device.DeviceSlice;
import assay.spec.MlaShape;

/**
 * What a step makes on its way, but for its attention.
 *
 * @param starts [B + 1] I32, the first token of each sequence
 * @param positions [N] I32
 * @param slots [N] I64
 * @param queryDown [N, queryRank] BF16
 * @param query [N, H, E + R] BF16
 * @param latent [N, D + R] F32
 * @param values [N, H, V] BF16
 */
record LayerWorkspace(
    DeviceSlice starts,
    DeviceSlice positions,
    DeviceSlice slots,
    DeviceSlice queryDown,
    DeviceSlice query,
    DeviceSlice latent,
    DeviceSlice values) {

  /** For up to so many tokens of so many sequences. */
  static LayerWorkspace of(DeviceArena arena, MlaShape shape, int batch, long tokens) {
    return new LayerWorkspace(
        arena.allocate((batch + 1L) * Integer.BYTES),
        arena.allocate(tokens * Integer.BYTES),
        arena.allocate(tokens * Long.BYTES),
        arena.allocate(tokens * shape.queryRank() * Short.BYTES),
        arena.allocate(tokens * shape.heads() * shape.keyWidth() * Short.BYTES),
        arena.allocate(tokens * shape.cacheWidth() * Float.BYTES),
        arena.allocate(tokens * shape.heads() * shape.value() * Short.BYTES));
  }
}
