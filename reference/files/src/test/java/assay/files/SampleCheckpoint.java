package assay.files;

import assay.numerics.Elements;
import assay.numerics.Float8E4M3;
import assay.numerics.FloatFormat;
import assay.spec.MlaShape;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

/**
 * A small checkpoint of two layers and what its weights are, worked out beside the reader. In fp8
 * most projections are wider than a block of 128 and none is a multiple of it.
 *
 * @param folder where it was written
 * @param shape of its attention
 * @param weights by full name, in binary64
 */
record SampleCheckpoint(Path folder, MlaShape shape, Map<String, double[]> weights) {

  static final MlaShape LOW_RANK = new MlaShape(150, 3, 140, 130, 20, 6, 24);
  static final MlaShape DIRECT = new MlaShape(150, 3, 0, 130, 20, 6, 24);

  private static final int BLOCK = 128;

  static SampleCheckpoint bf16(Path folder, MlaShape shape, boolean sharded) throws IOException {
    return new Builder(folder, shape, false).write(sharded);
  }

  static SampleCheckpoint fp8(Path folder, boolean sharded) throws IOException {
    return new Builder(folder, LOW_RANK, true).write(sharded);
  }

  static String config(MlaShape shape, boolean fp8) {
    return """
    {"model_type": "deepseek_v3", "hidden_size": %d, "num_attention_heads": %d,
     "q_lora_rank": %s, "kv_lora_rank": %d, "qk_nope_head_dim": %d, "qk_rope_head_dim": %d,
     "v_head_dim": %d, "num_hidden_layers": 2, "rms_norm_eps": 1e-06, "rope_theta": 10000,
     "max_position_embeddings": 163840, "attention_bias": false,
     "rope_scaling": {"type": "yarn", "factor": 40, "original_max_position_embeddings": 4096,
       "beta_fast": 32, "beta_slow": 1, "mscale": 1.0, "mscale_all_dim": 1.0}%s}
    """
        .formatted(
            shape.hidden(),
            shape.heads(),
            shape.hasQueryRank() ? shape.queryRank() : "null",
            shape.latent(),
            shape.nope(),
            shape.rope(),
            shape.value(),
            fp8
                ? ", \"quantization_config\": {\"quant_method\": \"fp8\", \"fmt\": \"e4m3\","
                    + " \"weight_block_size\": [128, 128]}"
                : "");
  }

  double[] weight(int layer, String name) {
    double[] values = weights.get("model.layers." + layer + ".self_attn." + name + ".weight");
    return values == null ? new double[0] : values;
  }

  /** Draws and writes it. */
  private static final class Builder {

    private final Path folder;
    private final MlaShape shape;
    private final boolean fp8;
    private final Random random = new Random(1);
    private final Map<String, double[]> weights = new LinkedHashMap<>();
    private final List<StoredTensor> tensors = new ArrayList<>();

    Builder(Path folder, MlaShape shape, boolean fp8) {
      this.folder = folder;
      this.shape = shape;
      this.fp8 = fp8;
    }

    SampleCheckpoint write(boolean sharded) throws IOException {
      addLayer(0);
      addLayer(1);
      Files.writeString(folder.resolve("config.json"), config(shape, fp8));
      if (sharded) {
        long bytes = tensors.stream().mapToLong(tensor -> tensor.bytes().byteSize()).sum();
        Safetensors.writeSharded(folder, Map.of("format", "pt"), tensors, bytes / 3);
      } else {
        Safetensors.write(folder.resolve("model.safetensors"), Map.of(), tensors);
      }
      return new SampleCheckpoint(folder, shape, weights);
    }

    private void addLayer(int layer) {
      String prefix = "model.layers." + layer + ".self_attn.";
      int queries = shape.heads() * shape.keyWidth();
      if (shape.hasQueryRank()) {
        addProjection(prefix + "q_a_proj", shape.queryRank(), shape.hidden());
        addBFloat16(prefix + "q_a_layernorm", shape.queryRank());
        addProjection(prefix + "q_b_proj", queries, shape.queryRank());
      } else {
        addProjection(prefix + "q_proj", queries, shape.hidden());
      }
      addProjection(prefix + "kv_a_proj_with_mqa", shape.cacheWidth(), shape.hidden());
      addBFloat16(prefix + "kv_a_layernorm", shape.latent());
      int up = shape.heads() * (shape.nope() + shape.value());
      addProjection(prefix + "kv_b_proj", up, shape.latent());
      addProjection(prefix + "o_proj", shape.hidden(), shape.heads() * shape.value());
    }

    private void addProjection(String name, int outputs, int inputs) {
      if (fp8) {
        addFp8(name, outputs, inputs);
      } else {
        addBFloat16(name, outputs, inputs);
      }
    }

    private void addBFloat16(String name, long... extents) {
      long count = LongStream.of(extents).reduce(1, Math::multiplyExact);
      double[] drawn = random.doubles(count, -1, 1).toArray();
      Elements elements = Elements.rounded(FloatFormat.BF16, drawn);
      weights.put(name + ".weight", elements.toDoubles());
      tensors.add(StoredTensor.of(name + ".weight", elements, extents));
    }

    /** Every code there is, NaN too; scales of many sizes. */
    private void addFp8(String name, int outputs, int inputs) {
      byte[] codes = new byte[outputs * inputs];
      random.nextBytes(codes);
      int rows = (outputs + BLOCK - 1) / BLOCK;
      int columns = (inputs + BLOCK - 1) / BLOCK;
      float[][] scales = new float[rows][columns];
      float[] flat = new float[rows * columns];
      for (int i = 0; i < flat.length; i++) {
        flat[i] = Math.scalb(random.nextFloat(1, 2), random.nextInt(-20, 20));
        scales[i / columns][i % columns] = flat[i];
      }
      double[] values = new double[codes.length];
      for (int o = 0; o < outputs; o++) {
        for (int i = 0; i < inputs; i++) {
          values[o * inputs + i] = product(codes[o * inputs + i], scales[o / BLOCK][i / BLOCK]);
        }
      }
      weights.put(name + ".weight", values);
      Elements weight = new Elements(FloatFormat.FP8_E4M3, MemorySegment.ofArray(codes));
      tensors.add(StoredTensor.of(name + ".weight", weight, outputs, inputs));
      tensors.add(StoredTensor.of(name + ".weight_scale_inv", Elements.of(flat), rows, columns));
    }
  }

  /** Exactly, then rounded once to F32. */
  private static double product(byte code, float scale) {
    float value = Float8E4M3.toFloat(code);
    if (Float.isNaN(value) || value == 0) {
      return value * scale;
    }
    return new BigDecimal(value).multiply(new BigDecimal(scale)).floatValue();
  }
}
