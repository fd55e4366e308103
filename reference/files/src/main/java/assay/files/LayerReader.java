package assay.files;

import assay.files.CheckpointConfig.WeightBlock;
import assay.numerics.Elements;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;

/** Finds the weights of one layer, of the right shape, and in a format that can be multiplied. */
final class LayerReader {

  private final Place place;
  private final StoredTensors tensors;
  private final Optional<WeightBlock> block;
  private final String prefix;
  private final Arena arena;

  LayerReader(Place place, StoredTensors tensors, CheckpointConfig config, int layer, Arena arena) {
    this.place = place;
    this.tensors = tensors;
    this.block = config.weightBlock();
    this.prefix = "model.layers." + layer + ".self_attn.";
    this.arena = arena;
  }

  /** The vector {@code <name>.weight}. */
  Elements norm(String name, long width) throws BadFile {
    return plain(find(name + ".weight", width));
  }

  /** The matrix {@code <name>.weight}: as stored, or dequantised where it is in fp8. */
  Elements projection(String name, long outputs, long inputs) throws BadFile {
    StoredTensor weight = find(name + ".weight", outputs, inputs);
    String scaleName = name + ".weight_scale_inv";
    if (weight.type() == DataType.F8_E4M3) {
      return dequantised(weight, scaleName, outputs, inputs);
    }
    if (tensors.find(prefix + scaleName).isPresent()) {
      throw place.bad(
          "tensor %s is %s and has a weight_scale_inv; only F8_E4M3 has one",
          weight.name(), weight.type());
    }
    return plain(weight);
  }

  private Elements dequantised(StoredTensor weight, String scaleName, long outputs, long inputs)
      throws BadFile {
    WeightBlock size =
        block.orElseThrow(() ->
            place.bad(
                "tensor %s is F8_E4M3; config.json must give weight_block_size", weight.name()));
    StoredTensor scales =
        find(
            scaleName,
            BlockScales.blocks(outputs, size.rows()),
            BlockScales.blocks(inputs, size.columns()));
    if (scales.type() != DataType.F32) {
      throw place.bad("tensor %s is %s; it must be F32", scales.name(), scales.type());
    }
    return new BlockScales(elements(scales), size)
        .dequantise(elements(weight), outputs, inputs, arena);
  }

  private Elements plain(StoredTensor weight) throws BadFile {
    return switch (weight.type()) {
      case F64, F32, F16, BF16 -> elements(weight);
      case F8_E4M3,
          F8_E5M2,
          F8_E8M0,
          F6_E2M3,
          F6_E3M2,
          F4,
          C64,
          I64,
          I32,
          I16,
          I8,
          U64,
          U32,
          U16,
          U8,
          BOOL ->
          throw place.bad(
              "tensor %s is %s; it must be BF16, F16, F32 or F64, or a projection in F8_E4M3",
              weight.name(), weight.type());
    };
  }

  private static Elements elements(StoredTensor tensor) {
    return tensor.elements().orElseThrow();
  }

  private StoredTensor find(String suffix, Long... expected) throws BadFile {
    String name = prefix + suffix;
    StoredTensor tensor =
        tensors
            .find(name)
            .orElseThrow(() -> place.bad("tensor %s is missing; this layer needs it", name));
    if (!tensor.shape().equals(List.of(expected))) {
      throw place.bad(
          "tensor %s has shape %s; it must be %s", name, tensor.shape(), List.of(expected));
    }
    return tensor;
  }
}
