package assay.files;

import static assay.files.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.files.CheckpointConfig.WeightBlock;
import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.MlaWeights;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointTest {

  private static final String PREFIX = "model.layers.1.self_attn.";

  @TempDir Path folder;

  @Test
  void bf16WithBottleneck_inOneFile() throws IOException {
    check(SampleCheckpoint.bf16(folder, SampleCheckpoint.LOW_RANK, false), FloatFormat.BF16);
  }

  @Test
  void bf16WithoutBottleneck_inShards() throws IOException {
    check(SampleCheckpoint.bf16(folder, SampleCheckpoint.DIRECT, true), FloatFormat.BF16);
  }

  @Test
  void fp8_inOneFile() throws IOException {
    check(SampleCheckpoint.fp8(folder, false), FloatFormat.F32);
  }

  @Test
  void fp8_inShards() throws IOException {
    check(SampleCheckpoint.fp8(folder, true), FloatFormat.F32);
  }

  /** Every value of every weight of both layers. */
  private static void check(SampleCheckpoint sample, FloatFormat projections) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      Checkpoint checkpoint = Checkpoint.open(sample.folder(), arena);
      for (int layer = 0; layer < 2; layer++) {
        MlaWeights read = checkpoint.attention(layer, arena);
        assertEquals(sample.shape(), read.shape());
        boolean lowRank = read.shape().hasQueryRank();
        assertEquals(lowRank, read.queryDown().isPresent());
        if (lowRank) {
          MlaWeights.QueryDown down = read.queryDown().orElseThrow();
          same(sample.weight(layer, "q_a_proj"), down.projection(), projections);
          same(sample.weight(layer, "q_a_layernorm"), down.norm(), FloatFormat.BF16);
        }
        same(sample.weight(layer, lowRank ? "q_b_proj" : "q_proj"), read.query(), projections);
        same(sample.weight(layer, "kv_a_proj_with_mqa"), read.latentDown(), projections);
        same(sample.weight(layer, "kv_a_layernorm"), read.latentNorm(), FloatFormat.BF16);
        same(sample.weight(layer, "kv_b_proj"), read.latentUp(), projections);
        same(sample.weight(layer, "o_proj"), read.output(), projections);
      }
    }
  }

  private static void same(double[] expected, Elements actual, FloatFormat format) {
    assertEquals(format, actual.format());
    assertEquals(format == FloatFormat.BF16, actual.segment().isMapped());
    assertTrue(actual.segment().isNative());
    assertArrayEquals(expected, actual.toDoubles());
  }

  @Test
  void scalesOfOtherBlocks_giveOtherWeights() {
    Elements codes = Elements.rounded(FloatFormat.FP8_E4M3, 1, 2, 3, 4, 5, 6);
    Elements scales = Elements.of(1f, 10f, 100f, 1000f);
    try (Arena arena = Arena.ofConfined()) {
      BlockScales right = new BlockScales(scales, new WeightBlock(1, 2));
      double[] weights = right.dequantise(codes, 2, 3, arena).toDoubles();
      assertArrayEquals(new double[] {1, 2, 30, 400, 500, 6000}, weights);
      BlockScales transposed = new BlockScales(Elements.of(1f, 100f, 10f, 1000f), right.block());
      assertFalse(Arrays.equals(weights, transposed.dequantise(codes, 2, 3, arena).toDoubles()));
    }
  }

  @Test
  void aWeightOfAnotherShape_isRefused() throws IOException {
    change("o_proj.weight", tensor -> shaped(tensor, DataType.BF16, 150, 71));
    bad("tensor " + PREFIX + "o_proj.weight has shape [150, 71]; it must be [150, 72]");
    change("kv_a_layernorm.weight", tensor -> shaped(tensor, DataType.BF16, 1, 130));
    bad("tensor " + PREFIX + "kv_a_layernorm.weight has shape [1, 130]; it must be [130]");
  }

  @Test
  void aMissingWeight_isRefused() throws IOException {
    change("kv_b_proj.weight", tensor -> renamed(tensor, "elsewhere"));
    bad("tensor " + PREFIX + "kv_b_proj.weight is missing; this layer needs it");
  }

  @Test
  void aWeightThatIsNoNumber_isRefused() throws IOException {
    change("o_proj.weight", tensor -> shaped(tensor, DataType.I8, 150, 72));
    bad(
        "tensor %so_proj.weight is I8; it must be BF16, F16, F32 or F64, or a projection in F8_E4M3"
            .formatted(PREFIX));
    change("kv_a_layernorm.weight", tensor -> shaped(tensor, DataType.F8_E4M3, 130));
    bad(
        "tensor %skv_a_layernorm.weight is F8_E4M3; it must be BF16, F16, F32 or F64, or a projection in F8_E4M3"
            .formatted(PREFIX));
  }

  @Test
  void fp8WithoutItsScales_isRefused() throws IOException {
    change("o_proj.weight", tensor -> shaped(tensor, DataType.F8_E4M3, 150, 72));
    bad(
        "tensor %so_proj.weight is F8_E4M3; config.json must give weight_block_size"
            .formatted(PREFIX));
    Files.writeString(
        folder.resolve("config.json"), SampleCheckpoint.config(SampleCheckpoint.DIRECT, true));
    bad("tensor " + PREFIX + "o_proj.weight_scale_inv is missing; this layer needs it");
  }

  @Test
  void scalesOfAnotherShapeOrType_areRefused() throws IOException {
    SampleCheckpoint.fp8(folder, false);
    edit("o_proj.weight_scale_inv", tensor -> shaped(tensor, DataType.F32, 1, 1));
    bad("tensor " + PREFIX + "o_proj.weight_scale_inv has shape [1, 1]; it must be [2, 1]");
    SampleCheckpoint.fp8(folder, false);
    edit("o_proj.weight_scale_inv", tensor -> shaped(tensor, DataType.BF16, 2, 1));
    bad("tensor " + PREFIX + "o_proj.weight_scale_inv is BF16; it must be F32");
    SampleCheckpoint.fp8(folder, false);
    edit("o_proj.weight", tensor -> shaped(tensor, DataType.BF16, 150, 72));
    bad(
        "tensor %so_proj.weight is BF16 and has a weight_scale_inv; only F8_E4M3 has one"
            .formatted(PREFIX));
  }

  @Test
  void aLayerThatIsNot_isRefused() throws IOException {
    SampleCheckpoint.bf16(folder, SampleCheckpoint.DIRECT, false);
    try (Arena arena = Arena.ofConfined()) {
      Checkpoint checkpoint = Checkpoint.open(folder, arena);
      var refusal =
          assertThrows(IllegalArgumentException.class, () -> checkpoint.attention(2, arena));
      assertEquals("layer is 2; the checkpoint has 0 to 1", refusal.getMessage());
    }
  }

  @Test
  void aFolderHasOneOfFileAndIndex() throws IOException {
    SampleCheckpoint.bf16(folder, SampleCheckpoint.DIRECT, true);
    Files.createFile(folder.resolve("model.safetensors"));
    bad("it has both model.safetensors and model.safetensors.index.json; one says all");
    Files.delete(folder.resolve("model.safetensors"));
    Files.delete(folder.resolve("model.safetensors.index.json"));
    assertThrows(NoSuchFileException.class, this::open);
  }

  /** A sample whose layer 1 has one tensor changed. */
  private void change(String name, UnaryOperator<StoredTensor> change) throws IOException {
    SampleCheckpoint.bf16(folder, SampleCheckpoint.DIRECT, false);
    edit(name, change);
  }

  private void edit(String name, UnaryOperator<StoredTensor> change) throws IOException {
    Path file = folder.resolve("model.safetensors");
    try (Arena arena = Arena.ofConfined()) {
      List<StoredTensor> tensors = new ArrayList<>(Safetensors.map(file, arena).byName().values());
      tensors.replaceAll(
          tensor -> tensor.name().equals(PREFIX + name) ? change.apply(tensor) : tensor);
      Safetensors.write(file, Map.of(), tensors);
    }
  }

  private static StoredTensor shaped(StoredTensor tensor, DataType type, long... shape) {
    return Samples.random(tensor.name(), type, Arrays.stream(shape).boxed().toList(), 1);
  }

  private static StoredTensor renamed(StoredTensor tensor, String name) {
    return new StoredTensor(name, tensor.type(), tensor.shape(), tensor.bytes());
  }

  private void bad(String complaint) {
    refused(folder, complaint, this::open);
  }

  private void open() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      var _ = Checkpoint.open(folder, arena).attention(1, arena);
    }
  }
}
