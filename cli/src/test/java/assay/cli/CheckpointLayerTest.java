package assay.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.files.Checkpoint;
import assay.files.Safetensors;
import assay.files.StoredTensor;
import assay.golden.MlaLayerFormula;
import assay.golden.MlaLayerReference;
import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.AttentionForm;
import assay.spec.Expectation;
import assay.spec.LatentStore;
import assay.spec.MlaLayer;
import assay.spec.NumericContract;
import assay.spec.Result;
import assay.spec.TokenSchedule;
import assay.verify.Judge;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint on disk becomes a layer that runs: golden model and formula agree on it. */
class CheckpointLayerTest {

  private static final String CONFIG =
      """
      {"model_type": "deepseek_v3", "hidden_size": 24, "num_attention_heads": 6,
       "q_lora_rank": 12, "kv_lora_rank": 16, "qk_nope_head_dim": 8, "qk_rope_head_dim": 4,
       "v_head_dim": 10, "num_hidden_layers": 1, "rms_norm_eps": 1e-06, "rope_theta": 10000,
       "max_position_embeddings": 163840,
       "rope_scaling": {"type": "yarn", "factor": 40, "original_max_position_embeddings": 4096,
         "beta_fast": 32, "beta_slow": 1, "mscale": 1.0, "mscale_all_dim": 1.0}}
      """;

  @TempDir private Path folder;

  private final Random random = new Random(4);

  @Test
  void loadedLayer_runsInBothForms_asItsFormulaSays() throws IOException {
    try (Arena arena = Arena.ofShared()) {
      Checkpoint checkpoint = checkpoint(arena);
      for (AttentionForm form : AttentionForm.values()) {
        MlaLayer.Problem problem = problem(checkpoint, arena, form);
        assertFalse(provesBug(problem, new MlaLayerFormula().run(problem)));
      }
    }
  }

  /** The scale that follows from the configuration matters: without mscale² it is another layer. */
  @Test
  void anotherSoftmaxScale_isSeen() throws IOException {
    try (Arena arena = Arena.ofShared()) {
      MlaLayer.Problem problem = problem(checkpoint(arena), arena, AttentionForm.EXPANDED);
      MlaLayer.Constants plain =
          new MlaLayer.Constants(
              problem.constants().normEps(),
              problem.constants().rope(),
              (float) (1 / Math.sqrt(12)));
      MlaLayer.Problem wrong =
          new MlaLayer.Problem(
              problem.weights(),
              plain,
              problem.hidden(),
              problem.schedule(),
              problem.store(),
              problem.form());
      assertTrue(provesBug(problem, new MlaLayerFormula().run(wrong)));
    }
  }

  /** Two honest binary64 computations may be two budgets apart. */
  private static boolean provesBug(MlaLayer.Problem problem, Result actual) {
    Expectation expected = MlaLayerReference.create().expect(problem, NumericContract.BINARY64);
    return Judge.compare(expected, actual).headroomHard() > 2;
  }

  private MlaLayer.Problem problem(Checkpoint checkpoint, Arena arena, AttentionForm form)
      throws IOException {
    TokenSchedule schedule = new TokenSchedule(new int[] {5, 1, 1}, new int[] {2});
    return new MlaLayer.Problem(
        checkpoint.attention(0, arena),
        checkpoint.config().constants(),
        bf16(schedule.tokens() * 24L),
        schedule,
        new LatentStore(FloatFormat.BF16, 4),
        form);
  }

  private Checkpoint checkpoint(Arena arena) throws IOException {
    List<StoredTensor> tensors = new ArrayList<>();
    add(tensors, "q_a_proj", 12, 24);
    add(tensors, "q_a_layernorm", 12);
    add(tensors, "q_b_proj", 72, 12);
    add(tensors, "kv_a_proj_with_mqa", 20, 24);
    add(tensors, "kv_a_layernorm", 16);
    add(tensors, "kv_b_proj", 108, 16);
    add(tensors, "o_proj", 24, 60);
    Files.writeString(folder.resolve("config.json"), CONFIG);
    Safetensors.write(folder.resolve("model.safetensors"), Map.of(), tensors);
    return Checkpoint.open(folder, arena);
  }

  private void add(List<StoredTensor> tensors, String name, long... shape) {
    String full = "model.layers.0.self_attn." + name + ".weight";
    long count = LongStream.of(shape).reduce(1, Math::multiplyExact);
    tensors.add(StoredTensor.of(full, bf16(count), shape));
  }

  private Elements bf16(long count) {
    return Elements.rounded(FloatFormat.BF16, random.doubles(count, -1, 1).toArray());
  }
}
