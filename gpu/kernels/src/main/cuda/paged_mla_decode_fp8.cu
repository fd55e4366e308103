// Paged MLA decode, absorbed form, on matrix units, over a cache in FP8 under scales (fp8_ds_mla).
//
//   score[t]  = scale * sum_i query[b,s,h,i] * key[b,t,i]          i over latent + rope
//   out[d]    = sum_t softmax(score)[t] * key[b,t,d]               d over latent
//   lse_nats  = ln sum_t exp(score[t])
//   key[t,i]  = code[t,i] * scales[t,i / 128], i < latent; rope[t,i - latent] beyond
//
// Shapes: query [B,S,H,latent+rope] bf16; slots [pages,page_size] of latent codes in E4M3, latent / 128
//   scales in f32 and rope features in bf16 (656 bytes for 512 + 64); page_table [B,pages_per_sequence]
//   i32; lengths [B] i32; out [B,S,H,latent] bf16; lse_nats [B,S,H] f32; partial_out
//   [splits,B,S,H,latent] f32; partial_lse [splits,B,S,H] f32. No visible key: out = 0, lse_nats = -inf.
//   What lies past a length is never read. latent is a multiple of 128 up to 512, rope is even, latent +
//   rope <= 576; any number of heads.
// Grid:   (head blocks * splits, query_tokens, batch); a split is keys_per_split keys. A token with one
//   split is finished at once, others by paged_mla_decode_fp8_combine, whose grid is (heads,
//   query_tokens, batch), 128 threads.
// Block:  16 heads, four warps, or 64 heads, eight warps (_16, _64).
// Shared: dynamic, as paged_mla_decode_tensor.cu: 93,440 bytes (_16) and 152,064 (_64) for 576.
// ptxas 13.0, sm_80: 149 registers (_16), 229 (_64), 32 (_combine), no spills.
//
// Keys are not rounded: scaled_decode.cuh says where their scales go.

#include "paged_keys.cuh"
#include "scaled_decode.cuh"

struct ScaledKeys {
  static constexpr bool kOwnValues = false;
  static constexpr bool kAllThere = true;

  const uint8_t* __restrict__ slots;
  PageRow pages;
  ScaledToken token;

  __device__ int slot(int t) const { return pages.slot(t); }
  __device__ const uint8_t* key(int slot) const {
    return slots + static_cast<int64_t>(slot) * token.bytes();
  }
  // A tile begins at a multiple of its size.
  __device__ bool tiles_are_runs() const { return pages.page_size % kTile == 0; }
  __device__ uint32_t valid(int first, int end) const { return keys_before(first, end); }
};

#define DECODE(entry, row_tiles, column_warps)                                                     \
  extern "C" __global__ void __launch_bounds__(32 * row_tiles * column_warps)                      \
  entry(const uint16_t* __restrict__ query, const uint8_t* __restrict__ slots,                     \
        const int32_t* __restrict__ page_table, const int32_t* __restrict__ lengths,               \
        uint16_t* __restrict__ out, float* __restrict__ lse_nats, float* __restrict__ partial_out, \
        float* __restrict__ partial_lse, float scale, int heads, int latent, int rope,             \
        int page_size, int pages_per_sequence, int causal, int keys_per_split) {                   \
    __builtin_assume(latent % kScaleTile == 0);                                                    \
    __builtin_assume(rope % 2 == 0);                                                               \
    const int head_blocks = (heads + 16 * row_tiles - 1) / (16 * row_tiles);                       \
    const int block = blockIdx.x % head_blocks;                                                    \
    const int64_t first_page = static_cast<int64_t>(blockIdx.z) * pages_per_sequence;              \
    const Problem problem = {query,  out,           lse_nats, partial_out,  partial_lse, nullptr,  \
                             scale,  heads,         latent + rope, latent,  keys_per_split};       \
    const ScaledKeys keys = {slots, {page_table + first_page, page_size}, {latent, rope}};         \
    decode_split<ScaledDecode<row_tiles, column_warps, ScaledKeys>>(                               \
        problem, keys, {block * 16 * row_tiles, heads}, blockIdx.x / head_blocks,                  \
        visible_keys(lengths, causal));                                                            \
  }

DECODE(paged_mla_decode_fp8_16, 1, 4)
DECODE(paged_mla_decode_fp8_64, 4, 2)

extern "C" __global__ void __launch_bounds__(128)
paged_mla_decode_fp8_combine(float* __restrict__ partial_out, float* __restrict__ partial_lse,
                             const int32_t* __restrict__ lengths, uint16_t* __restrict__ out,
                             float* __restrict__ lse_nats, int heads, int latent, int causal,
                             int keys_per_split) {
  __builtin_assume(latent % kScaleTile == 0);
  const int visible = visible_keys(lengths, causal);
  if (visible > keys_per_split) {
    const ScaledKeys keys = {};
    combine_splits({nullptr, out, lse_nats, partial_out, partial_lse, nullptr, 1.0f, heads, latent,
                    latent, keys_per_split},
                   keys, visible);
  }
}
