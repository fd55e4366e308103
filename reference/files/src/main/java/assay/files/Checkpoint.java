package assay.files;

import assay.spec.MlaShape;
import assay.spec.MlaWeights;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A model with latent attention as Hugging Face's folders hold it: {@code config.json}, and {@code
 * model.safetensors} or {@code model.safetensors.index.json} with its shards.
 *
 * @param folder where it lies
 * @param config what its configuration says about attention
 * @param tensors all of them, mapped
 */
public record Checkpoint(Path folder, CheckpointConfig config, StoredTensors tensors) {

  private static final String SINGLE = "model.safetensors";
  private static final String INDEX = ShardWriter.INDEX;

  /**
   * Maps a checkpoint; weights are read when they are used.
   *
   * @param arena what the mappings live in; a shared one, since golden models use all cores
   * @throws BadFile if a file is not what it should be
   * @throws IOException if one cannot be read
   */
  public static Checkpoint open(Path folder, Arena arena) throws IOException {
    CheckpointConfig config = CheckpointConfig.read(folder.resolve("config.json"));
    return new Checkpoint(folder, config, map(folder, arena));
  }

  /**
   * The attention of layer {@code layer}, from 0. A weight in a 16-bit format or wider stays
   * mapped; one in F8_E4M3 becomes F32 in {@code arena}, its code times its block's scale, rounded
   * once.
   *
   * @throws IllegalArgumentException if there is no such layer
   * @throws BadFile if a weight is missing, or of another shape or type
   */
  public MlaWeights attention(int layer, Arena arena) throws BadFile {
    if (layer < 0 || layer >= config.layers()) {
      throw new IllegalArgumentException(
          "layer is %d; the checkpoint has 0 to %d".formatted(layer, config.layers() - 1));
    }
    LayerReader reader = new LayerReader(Place.of(folder), tensors, config, layer, arena);
    MlaShape shape = config.attention();
    long heads = shape.heads();
    long hidden = shape.hidden();
    long queries = heads * shape.keyWidth();
    return new MlaWeights(
        shape,
        queryDown(reader, shape),
        shape.hasQueryRank()
            ? reader.projection("q_b_proj", queries, shape.queryRank())
            : reader.projection("q_proj", queries, hidden),
        reader.projection("kv_a_proj_with_mqa", shape.cacheWidth(), hidden),
        reader.norm("kv_a_layernorm", shape.latent()),
        reader.projection("kv_b_proj", heads * (shape.nope() + shape.value()), shape.latent()),
        reader.projection("o_proj", hidden, heads * shape.value()));
  }

  private static Optional<MlaWeights.QueryDown> queryDown(LayerReader reader, MlaShape shape)
      throws BadFile {
    if (!shape.hasQueryRank()) {
      return Optional.empty();
    }
    int rank = shape.queryRank();
    return Optional.of(
        new MlaWeights.QueryDown(
            reader.projection("q_a_proj", rank, shape.hidden()),
            reader.norm("q_a_layernorm", rank)));
  }

  private static StoredTensors map(Path folder, Arena arena) throws IOException {
    Path single = folder.resolve(SINGLE);
    Path index = folder.resolve(INDEX);
    if (Files.exists(single) && Files.exists(index)) {
      throw new BadFile(folder, "it has both %s and %s; one says all".formatted(SINGLE, INDEX));
    }
    if (Files.exists(index)) {
      return Safetensors.mapSharded(index, arena);
    }
    if (!Files.exists(single)) {
      throw new NoSuchFileException(
          folder.toString(), null, "it has neither " + SINGLE + " nor " + INDEX);
    }
    return Safetensors.map(single, arena);
  }
}
