package assay.gpu.emulator.machine;

import assay.gpu.device.Dim3;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** A predefined register whose value is fixed while a block runs. PTX ISA 10. */
public record SpecialRegister(String name, Value value) {

  private static final Map<String, Value> ALL = all();

  /** The value in one lane. */
  public interface Value {
    int at(Warp warp, int lane);
  }

  /** The register of this name, if the emulator has it. */
  public static Optional<SpecialRegister> named(String name) {
    return Optional.ofNullable(ALL.get(name)).map(value -> new SpecialRegister(name, value));
  }

  private static Map<String, Value> all() {
    Map<String, Value> all = new HashMap<>();
    extents(all, "%tid", (warp, lane) -> warp.thread(lane));
    extents(all, "%ntid", (warp, lane) -> warp.block.grid.config.block());
    extents(all, "%ctaid", (warp, lane) -> warp.block.position);
    extents(all, "%nctaid", (warp, lane) -> warp.block.grid.config.grid());
    all.put("%laneid", (warp, lane) -> lane);
    all.put("%warpid", (warp, lane) -> warp.number);
    all.put("%nwarpid", (warp, lane) -> warp.block.warps.length);
    all.put("%smid", (warp, lane) -> 0);
    all.put("%nsmid", (warp, lane) -> 1);
    all.put("%dynamic_smem_size", (warp, lane) -> warp.block.grid.config.dynamicSharedBytes());
    all.put("%total_smem_size", (warp, lane) -> warp.block.shared.bytes());
    all.put("WARP_SZ", (warp, lane) -> Warp.LANES);
    mask(all, "eq", lane -> 1 << lane);
    mask(all, "lt", lane -> (1 << lane) - 1);
    mask(all, "le", lane -> (2 << lane) - 1);
    mask(all, "gt", lane -> -(2 << lane));
    mask(all, "ge", lane -> -(1 << lane));
    return all;
  }

  private interface Extents {
    Dim3 at(Warp warp, int lane);
  }

  private static void extents(Map<String, Value> all, String name, Extents extents) {
    all.put(name + ".x", (warp, lane) -> extents.at(warp, lane).x());
    all.put(name + ".y", (warp, lane) -> extents.at(warp, lane).y());
    all.put(name + ".z", (warp, lane) -> extents.at(warp, lane).z());
  }

  private static void mask(Map<String, Value> all, String relation, IntUnaryOperator bits) {
    all.put("%lanemask_" + relation, (warp, lane) -> bits.applyAsInt(lane));
  }
}
