package assay.verify.rival;

import assay.numerics.FloatFormat;
import java.util.List;

/** Judges of operators other than absorbed decode. */
final class OtherRivals {

  private static final FloatFormat F32 = FloatFormat.F32;
  private static final float TRAINED_SCALE = (float) (1 / Math.sqrt(192));

  /** FlashMLA's sparse tests scale by d^−0.55. */
  private static final float SPARSE_SCALE = (float) StrictMath.pow(576, -0.55);

  private static final MergeInputs MERGE = new MergeInputs("merge", F32);
  private static final SparseInputs SPARSE =
      new SparseInputs("sparse-tenth", 4, 128, 512, SPARSE_SCALE, 0.1, 0.1, false, 1);
  private static final SparseInputs SPARSE_ORDERED =
      new SparseInputs("sparse-normal", 4, 64, 512, TRAINED_SCALE, 1, 1, true, 0);
  private static final PrefillInputs ZERO_KEYS =
      new PrefillInputs("prefill-zero-keys", 3, 32, 64, FloatFormat.FP16, TRAINED_SCALE, 1, 0);
  private static final PrefillInputs PREFILL =
      new PrefillInputs("prefill-tenth", 2, 16, 256, FloatFormat.BF16, TRAINED_SCALE, 0.1, 0.1);
  private static final AppendInputs APPEND = new AppendInputs("append");

  static final List<Rival> ALL =
      List.of(
          Rival.of(
              "vllm-merge",
              new Source("vLLM", "tests/kernels/attention/test_merge_attn_states.py", ""),
              MERGE,
              F32,
              Criterion.out(Close.of(1e-3, 1e-3)),
              Criterion.lse(Close.of(1e-3, 1e-3))),
          Rival.of(
              "sglang-merge",
              new Source("SGLang", "sgl-kernel/tests/test_merge_state_v2.py", ""),
              MERGE,
              F32,
              Criterion.out(Close.of(1e-3, 1e-3)),
              Criterion.lse(Close.of(1e-3, 1e-3))),
          Rival.of(
              "flashmla-sparse",
              new Source("FlashMLA", "tests/test_flash_mla_sparse_decoding.py", "9241ae3"),
              SPARSE,
              F32,
              Criterion.out(Every.of(new Either(1e-3, 2.01 / 128), new CosineDifference(5e-6))),
              Criterion.lse(Every.of(new Either(1e-6, 8.01 / 65536), new CosineDifference(1e-7)))),
          Rival.of(
              "flashinfer-sparse",
              new Source("FlashInfer", "tests/attention/test_sparse_mla_sm120.py", "fb28d72"),
              SPARSE_ORDERED,
              F32,
              Criterion.out(Close.of(5e-2, 5e-2)),
              Criterion.lse(Close.of(5e-2, 5e-2))),
          Rival.of(
              "flashinfer-trtllm-sparse",
              new Source(
                  "FlashInfer", "trtllm-gen sparse MLA tests, indices counting up", "fb28d72"),
              SPARSE_ORDERED,
              FloatFormat.BF16,
              Criterion.out(Close.of(1e-2, 1e-2)),
              Criterion.lse(new Finite())),
          Rival.of(
              "flashinfer-ragged",
              new Source(
                  "FlashInfer",
                  "test_deepseek_mla.py, test_batch_prefill_with_ragged_kv_cache",
                  "fb28d72"),
              ZERO_KEYS,
              F32,
              Criterion.out(Close.of(1e-3, 1e-3)),
              Criterion.lse(Close.of(1e-3, 1e-3))),
          Rival.of(
              "flashmla-prefill",
              new Source("FlashMLA", "dense prefill tests; length cut from 4096 to 256", "9241ae3"),
              PREFILL,
              F32,
              Criterion.out(Every.of(new Either(1e-3, 8.01 / 128), new CosineDifference(7e-6)))),
          Rival.of(
              "vllm-append",
              new Source("vLLM", "test_cache.py, concat_and_cache_ds_mla", ""),
              APPEND,
              F32,
              new Criterion("pool", new CacheSlots(1e-3, 0.1))));

  private OtherRivals() {}
}
