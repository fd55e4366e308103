package assay.verify.rival;

import assay.numerics.FloatFormat;
import java.util.List;

/**
 * Judges of absorbed decode. Batch and length are one of each suite's list; where the list is long,
 * the one that the published simulation took, or the longest that is affordable.
 */
final class DecodeRivals {

  /** Features of a head's values. */
  private static final int VALUES = 128;

  private static final FloatFormat BF16 = FloatFormat.BF16;
  private static final FloatFormat FP16 = FloatFormat.FP16;
  private static final FloatFormat FP8 = FloatFormat.FP8_E4M3;
  private static final FloatFormat F32 = FloatFormat.F32;

  private static final float ABSORBED_SCALE = (float) (1 / Math.sqrt(576));
  private static final float TRAINED_SCALE = (float) (1 / Math.sqrt(192));

  private static final DecodeInputs FLASH_MLA_LONG =
      new DecodeInputs("tenth-4096", 128, 64, 4096, BF16, ABSORBED_SCALE, 0.1, 0.1, true);
  private static final DecodeInputs FLASH_MLA_SHORT =
      new DecodeInputs("tenth-140", 128, 64, 140, BF16, ABSORBED_SCALE, 0.1, 0.1, true);
  private static final DecodeInputs NORMAL_LONG =
      new DecodeInputs("normal-4096", 128, 128, 4096, BF16, ABSORBED_SCALE, 1, 1, false);
  private static final DecodeInputs NORMAL_FP8 =
      new DecodeInputs("normal-4096-fp8", 128, 128, 4096, FP8, ABSORBED_SCALE, 1, 1, false);
  private static final DecodeInputs TRAINED_LONG =
      new DecodeInputs("trained-4096", 128, 4, 4096, BF16, TRAINED_SCALE, 1, 1, false);
  private static final DecodeInputs TRAINED_FP16 =
      new DecodeInputs("trained-1024-fp16", 128, 16, 1024, FP16, TRAINED_SCALE, 1, 1, false);
  private static final DecodeInputs TRAINED =
      new DecodeInputs("trained-1024", 128, 16, 1024, BF16, TRAINED_SCALE, 1, 1, false);
  private static final DecodeInputs TRAINED_FP8 =
      new DecodeInputs("trained-1024-fp8", 128, 16, 1024, FP8, TRAINED_SCALE, 1, 1, false);
  private static final DecodeInputs LARGE =
      new DecodeInputs("hundredfold-1024", 128, 16, 1024, BF16, TRAINED_SCALE, 100, 1, false);

  /** Queries of 128 features ~ N(0,1), absorbed by weights ~ N(0,1). */
  private static final DecodeInputs ABSORBED =
      new DecodeInputs(
          "absorbed-1024", 128, 8, 1024, BF16, ABSORBED_SCALE, Math.sqrt(128), 1, 1, false);

  private static final DecodeInputs BACKENDS =
      new DecodeInputs("normal-1024", 128, 8, 1024, BF16, ABSORBED_SCALE, 1, 1, false);
  private static final DecodeInputs TILE_LANG =
      new DecodeInputs("normal-8192-fp16", 128, 128, 8192, FP16, ABSORBED_SCALE, 1, 1, false);
  private static final DecodeInputs ZOO =
      new DecodeInputs("zoo-4096", 16, 1, 4096, BF16, ABSORBED_SCALE, 1, 1, false);

  private static final Source FLASH_MLA =
      new Source("FlashMLA", "tests/test_flash_mla_dense_decoding.py", "9241ae3");
  private static final Source FLASH_MLA_2025 =
      new Source("vLLM", "test_flashmla.py, as FlashMLA's of 2025", "");
  private static final Source VLLM_CUTLASS = new Source("vLLM", "test_cutlass_mla_decode.py", "");
  private static final Source VLLM_BACKENDS =
      new Source("vLLM", "tests/v1/attention/test_mla_backends.py", "015c13d");
  private static final Source VLLM_FLASHINFER =
      new Source("vLLM", "test_flashinfer_mla_decode.py", "");
  private static final Source SGLANG =
      new Source("SGLang", "sgl-kernel/tests/test_cutlass_mla.py", "13775a2");
  private static final Source FLASHINFER =
      new Source("FlashInfer", "tests/attention/test_deepseek_mla.py", "fb28d72");
  private static final Source FLASHINFER_TRTLLM =
      new Source("FlashInfer", "trtllm-gen and cute-dsl MLA tests", "fb28d72");
  private static final Source FLASHINFER_XQA = new Source("FlashInfer", "xqa MLA tests", "fb28d72");
  private static final Source FLASHINFER_CUTLASS =
      new Source("FlashInfer", "test_deepseek_mla.py, cutlass backend", "fb28d72");
  private static final Source FLASHINFER_ABSORBED =
      new Source("FlashInfer", "test_mla_decode_kernel.py", "fb28d72");
  private static final Source FLASHINFER_PRIMS =
      new Source("FlashInfer", "test_attention_ts_mla_decode.py", "fb28d72");
  private static final Source CUTLASS =
      new Source("CUTLASS", "examples/77_blackwell_fmha/77_blackwell_mla.cu", "7107b05");
  private static final Source TILELANG =
      new Source("TileLang", "examples/deepseek_mla/example_mla_decode.py", "a35008a");
  private static final Source THUNDER =
      new Source("ThunderKittens", "kernels/attn/demo/mla_decode/test.py", "e463ed89^");
  private static final Source AITER = new Source("aiter", "op_tests/test_mla.py", "e404860");

  static final List<Rival> FLASH_MLA_KIN =
      List.of(
          flashMla("flashmla-4096", FLASH_MLA_LONG),
          flashMla("flashmla-140", FLASH_MLA_SHORT),
          Rival.of(
              "flashmla-elements-4096",
              FLASH_MLA,
              FLASH_MLA_LONG,
              F32,
              Criterion.out(new Either(8e-4, 2.01 / 128)),
              Criterion.lse(new Either(1e-6, 8.01 / 65536))),
          Rival.of(
              "flashmla-2025",
              FLASH_MLA_2025,
              NORMAL_LONG,
              F32,
              Criterion.out(new CosineDifference(1e-5)),
              Criterion.lse(new CosineDifference(1e-5))),
          Rival.of(
              "flashmla-2025-fp8",
              FLASH_MLA_2025,
              NORMAL_FP8,
              F32,
              Criterion.out(new CosineDifference(1e-4)),
              Criterion.lse(new CosineDifference(1e-4))),
          Rival.of(
              "vllm-cutlass",
              VLLM_CUTLASS,
              NORMAL_LONG,
              F32,
              Criterion.out(new CosineDifference(1e-5)),
              Criterion.lse(new CosineDifference(1e-3))),
          Rival.of(
              "vllm-cutlass-fp8",
              VLLM_CUTLASS,
              NORMAL_FP8,
              F32,
              Criterion.out(new CosineDifference(1e-4)),
              Criterion.lse(new CosineDifference(1e-3))),
          Rival.of(
              "vllm-backends",
              VLLM_BACKENDS,
              ABSORBED,
              BF16,
              Criterion.out(new Projected(Close.of(0.5, 1e-2), VALUES))),
          Rival.of(
              "vllm-flashinfer",
              VLLM_FLASHINFER,
              BACKENDS,
              BF16,
              Criterion.out(Close.of(1e-2, 1e-2))),
          Rival.of(
              "sglang-cutlass", SGLANG, TRAINED_LONG, BF16, Criterion.out(Close.of(1e-2, 1e-2))));

  static final List<Rival> FLASHINFER_KIN =
      List.of(
          inFp16(
              Rival.of(
                  "flashinfer-fa",
                  FLASHINFER,
                  TRAINED_FP16,
                  F32,
                  Criterion.out(Close.of(1e-3, 1e-3)),
                  Criterion.lse(Close.of(1e-3, 1e-3)))),
          Rival.of(
              "flashinfer-trtllm",
              FLASHINFER_TRTLLM,
              TRAINED,
              BF16,
              Criterion.out(Close.of(1e-2, 1e-2)),
              Criterion.lse(new Finite())),
          Rival.of(
              "flashinfer-trtllm-fp8",
              FLASHINFER_TRTLLM,
              TRAINED_FP8,
              BF16,
              Criterion.out(Close.of(1e-1, 1e-1)),
              Criterion.lse(new Finite())),
          Rival.of(
              "flashinfer-xqa",
              FLASHINFER_XQA,
              TRAINED_FP8,
              BF16,
              Criterion.out(new Close(0.05, 0.05, 0.05))),
          Rival.of(
              "flashinfer-cutlass",
              FLASHINFER_CUTLASS,
              LARGE,
              BF16,
              Criterion.out(Close.of(1e-2, 1e-2))),
          inFp16(
              Rival.of(
                  "flashinfer-absorbed",
                  FLASHINFER_ABSORBED,
                  TRAINED_FP16,
                  F32,
                  Criterion.out(Every.of(new Cosine(0.99), new MeanError(0.02))))),
          Rival.of(
              "flashinfer-prims",
              FLASHINFER_PRIMS,
              TRAINED,
              F32,
              Criterion.out(Every.of(Close.of(5e-4, 1e-2), new NormError(0.02)))));

  static final List<Rival> OTHERS =
      List.of(
          inFp16(
              Rival.of(
                  "cutlass-fp16",
                  CUTLASS,
                  TRAINED_FP16,
                  FP16,
                  Criterion.out(new MaxAndMean(1e-2, 1e-3)))),
          Rival.of(
              "cutlass-fp8", CUTLASS, TRAINED_FP8, FP16, Criterion.out(new MaxAndMean(0.1, 0.1))),
          inFp16(
              Rival.of(
                  "tilelang",
                  TILELANG,
                  TILE_LANG,
                  FP16,
                  Criterion.out(new Close(1e-4, 1e-4, 0.01)))),
          Rival.of("thundermla", THUNDER, NORMAL_LONG, BF16, Criterion.out(new Nothing())),
          Rival.of(
              "aiter-asm",
              AITER,
              NORMAL_LONG,
              F32,
              Criterion.out(new Nothing()),
              Criterion.lse(new Nothing())),
          Rival.of("aiter-fp8", AITER, NORMAL_FP8, F32, Criterion.out(new CosineDifference(3e-2))));

  /** Rules of nobody's suite, on the inputs of the zoo's measurement. */
  static final PublishedInputs<?> GENERAL = ZOO;

  private DecodeRivals() {}

  /** Of suites in fp16: a kernel whose results are in bf16 is none of theirs. */
  private static Rival inFp16(Rival rival) {
    return new Rival(
        rival.name(),
        rival.source(),
        rival.inputs(),
        rival.reference(),
        rival.criteria(),
        List.of(FP16, F32));
  }

  private static Rival flashMla(String name, DecodeInputs inputs) {
    return Rival.of(
        name,
        FLASH_MLA,
        inputs,
        F32,
        Criterion.out(Every.of(new Either(8e-4, 2.01 / 128), new CosineDifference(5e-6))),
        Criterion.lse(Every.of(new Either(1e-6, 8.01 / 65536), new CosineDifference(1e-7))));
  }
}
