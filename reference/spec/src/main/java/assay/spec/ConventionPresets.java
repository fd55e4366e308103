package assay.spec;

import assay.spec.LseConvention.Base;
import assay.spec.LseConvention.Layout;
import java.util.List;
import java.util.Optional;

/**
 * What the projects of the field do, as their sources say; tabled in docs/conventions.md.
 *
 * <p>A kernel that takes features already rotated works with either pairing; for these the table
 * has DeepSeek's.
 */
public final class ConventionPresets {

  private static final double NOTHING = Double.NEGATIVE_INFINITY;
  private static final double PLUS = Double.POSITIVE_INFINITY;

  public static final Convention FLASH_MLA_DENSE =
      kernel(
          "FlashMLA dense decode",
          new LseConvention(Base.E, PLUS, Layout.B_H_S, false),
          SoftmaxScale.CACHE_WIDTH,
          "FlashMLA 9241ae3, flash_mla/flash_mla_interface.py");

  public static final Convention FLASH_MLA_SPARSE =
      sparse(
          "FlashMLA sparse decode",
          new LseConvention(Base.E, PLUS, Layout.B_H_S, false),
          SoftmaxScale.CACHE_WIDTH,
          InvalidIndexRule.MINUS_ONE,
          "FlashMLA 9241ae3, flash_mla/flash_mla_interface.py");

  public static final Convention FLASH_MLA_SPARSE_PREFILL =
      sparse(
          "FlashMLA sparse prefill",
          new LseConvention(Base.E, PLUS, Layout.N_H, false),
          SoftmaxScale.ARGUMENT,
          InvalidIndexRule.OUTSIDE_THE_POOL,
          "FlashMLA 9241ae3, tests/ref.py; base 2 before 2026-01");

  public static final Convention FLASH_INFER =
      kernel(
          "FlashInfer MLA wrapper",
          new LseConvention(Base.TWO, NOTHING, Layout.N_H, false),
          SoftmaxScale.ARGUMENT,
          "FlashInfer fb28d72, flashinfer/mla/_core.py; empty row as flashinfer#4452 expects");

  public static final Convention FLASH_INFER_SPARSE =
      kernel(
          "FlashInfer sparse, sm120",
          new LseConvention(Base.TWO, -1e30f, Layout.N_H, true),
          SoftmaxScale.ARGUMENT,
          "FlashInfer fb28d72, tests/attention/test_sparse_mla_sm120.py");

  public static final Convention VLLM =
      kernel(
          "vLLM merge_attn_states",
          new LseConvention(Base.E, NOTHING, Layout.H_N, false),
          SoftmaxScale.ARGUMENT,
          "vLLM csrc/attention/merge_attn_states.cu");

  public static final Convention SGLANG =
      kernel(
          "SGLang merge_state_v2",
          new LseConvention(Base.E, NOTHING, Layout.N_H, false),
          SoftmaxScale.ARGUMENT,
          "SGLang sgl-kernel, test_merge_state_v2.py");

  public static final Convention CUTLASS =
      kernel(
          "CUTLASS example 77",
          new LseConvention(Base.E, NOTHING, Layout.N_H, false),
          SoftmaxScale.KEY_WIDTH,
          "CUTLASS 7107b05, 77_blackwell_fmha/reference/fmha_mla_reference.hpp");

  public static final Convention DEEP_SEEK =
      model(
          "DeepSeek inference",
          RopePairing.INTERLEAVED,
          ConcatOrder.NOPE_ROPE,
          "DeepSeek-V3 9b4e978, inference/model.py");

  public static final Convention DEEP_SEEK_INDEXER =
      new Convention(
          "DeepSeek-V3.2 indexer",
          Optional.empty(),
          SoftmaxScale.ARGUMENT,
          RopePairing.HALF_SPLIT,
          ConcatOrder.ROPE_NOPE,
          Optional.empty(),
          "DeepSeek-V3.2-Exp inference/model.py; pairing as corrected 2025-11");

  public static final Convention TRANSFORMERS =
      model(
          "HF transformers",
          RopePairing.HALF_SPLIT,
          ConcatOrder.NOPE_ROPE,
          "transformers models/deepseek_v3/modeling_deepseek_v3.py");

  /** All of them, kernels first. */
  public static final List<Convention> ALL =
      List.of(
          FLASH_MLA_DENSE,
          FLASH_MLA_SPARSE,
          FLASH_MLA_SPARSE_PREFILL,
          FLASH_INFER,
          FLASH_INFER_SPARSE,
          VLLM,
          SGLANG,
          CUTLASS,
          DEEP_SEEK,
          DEEP_SEEK_INDEXER,
          TRANSFORMERS);

  private ConventionPresets() {}

  private static Convention kernel(
      String name, LseConvention lse, SoftmaxScale scale, String source) {
    return of(name, lse, scale, Optional.empty(), source);
  }

  private static Convention sparse(
      String name, LseConvention lse, SoftmaxScale scale, InvalidIndexRule rule, String source) {
    return of(name, lse, scale, Optional.of(rule), source);
  }

  private static Convention of(
      String name,
      LseConvention lse,
      SoftmaxScale scale,
      Optional<InvalidIndexRule> rule,
      String source) {
    return new Convention(
        name,
        Optional.of(lse),
        scale,
        RopePairing.INTERLEAVED,
        ConcatOrder.NOPE_ROPE,
        rule,
        source);
  }

  private static Convention model(
      String name, RopePairing pairing, ConcatOrder concat, String source) {
    return new Convention(
        name,
        Optional.empty(),
        SoftmaxScale.KEY_WIDTH_MSCALE,
        pairing,
        concat,
        Optional.empty(),
        source);
  }
}
