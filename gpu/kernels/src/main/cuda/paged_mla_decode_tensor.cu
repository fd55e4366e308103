// Paged MLA decode, absorbed form, on matrix units: heads of one query token share each tile of keys.
//
//   score[t]  = scale * sum_i query[b,s,h,i] * key[b,t,i]          i over latent + rope
//   out[d]    = sum_t softmax(score)[t] * key[b,t,d]               d over latent
//   lse_nats  = ln sum_t exp(score[t])
//
// Shapes: query [B,S,H,latent+rope] bf16; slots [pages,page_size,latent+rope] bf16;
//   page_table [B,pages_per_sequence] i32; lengths [B] i32; out [B,S,H,latent] bf16;
//   lse_nats [B,S,H] f32; partial_out [splits,B,S,H,latent] f32; partial_lse [splits,B,S,H] f32.
//   No visible key: out = 0, lse_nats = -inf. What lies past a length is never read. latent and rope
//   are even (what odd widths need is not compiled), latent <= 512, latent + rope <= 576; any number
//   of heads.
// Grid:   (head blocks * splits, query_tokens, batch); a split is keys_per_split keys, and one past
//   a token's last key has nothing to do. A token with one split is finished at once, others by
//   paged_mla_decode_tensor_combine, whose grid is (heads, query_tokens, batch), 128 threads.
// Block:  16 heads, four warps, or 64 heads, eight warps (_16, _64).
// Shared: dynamic. With w = latent + rope rounded up to 64: heads * 2w bytes of queries, two tiles of
//   32 * 2w bytes of keys, heads * 64 of weights, heads * 16 (_16) or 8 (_64) of row maxima.
//   For 576: 93,440 bytes (_16) and 152,064 (_64). The merge needs none.
// ptxas 13.0, sm_80: 146 registers (_16), 215 (_64), 32 (_combine), no spills.
//
// A tile of 32 keys is copied once, asynchronously, while the tile before it is at work. It serves
// twice: as keys, and its latents, transposed by ldmatrix, as values. Queries stay in shared memory,
// for 36 fragments of a row tile would take 144 registers beside the sums. How warps share the work
// stands in tensor_decode.cuh, how rows lie in shared memory in swizzled_rows.cuh.

#include "decode_output.cuh"
#include "paged_keys.cuh"

constexpr int kMaxLatent = 512;

struct LatentKeys {
  static constexpr bool kOwnValues = false;
  static constexpr bool kAllThere = true;

  const uint16_t* __restrict__ slots;
  PageRow pages;
  int width;

  __device__ int slot(int t) const { return pages.slot(t); }
  __device__ const uint16_t* key(int slot) const {
    return slots + static_cast<int64_t>(slot) * width;
  }
  __device__ const uint16_t* value(int slot) const { return key(slot); }
  __device__ uint32_t valid(int first, int end) const { return keys_before(first, end); }
};

template <int kRowTiles, int kColumnWarps>
__device__ void decode(const Problem& problem, const LatentKeys& keys, int visible) {
  const int block_heads = 16 * kRowTiles;
  const int head_blocks = (problem.heads + block_heads - 1) / block_heads;
  const Heads heads = {static_cast<int>(blockIdx.x) % head_blocks * block_heads, problem.heads};
  decode_split<TensorDecode<kRowTiles, kColumnWarps, kMaxLatent, LatentKeys>>(
      problem, keys, heads, blockIdx.x / head_blocks, visible);
}

#define DECODE(entry, row_tiles, column_warps)                                                    \
  extern "C" __global__ void __launch_bounds__(32 * row_tiles * column_warps, 1)                  \
  entry(const uint16_t* __restrict__ query, const uint16_t* __restrict__ slots,                   \
        const int32_t* __restrict__ page_table, const int32_t* __restrict__ lengths,              \
        uint16_t* __restrict__ out, float* __restrict__ lse_nats, float* __restrict__ partial_out, \
        float* __restrict__ partial_lse, float scale, int heads, int latent, int rope,            \
        int page_size, int pages_per_sequence, int causal, int keys_per_split) {                  \
    __builtin_assume(latent % 2 == 0);                                                            \
    __builtin_assume(rope % 2 == 0);                                                              \
    const int64_t first_page = static_cast<int64_t>(blockIdx.z) * pages_per_sequence;             \
    const Problem problem = {query,  out,           lse_nats, partial_out,  partial_lse, nullptr, \
                             scale,  heads,         latent + rope, latent,  keys_per_split};      \
    const LatentKeys keys = {slots, {page_table + first_page, page_size}, latent + rope};         \
    decode<row_tiles, column_warps>(problem, keys, visible_keys(lengths, causal));                \
  }

DECODE(paged_mla_decode_tensor_16, 1, 4)
DECODE(paged_mla_decode_tensor_64, 4, 2)

extern "C" __global__ void __launch_bounds__(128)
paged_mla_decode_tensor_combine(float* __restrict__ partial_out, float* __restrict__ partial_lse,
                                const int32_t* __restrict__ lengths, uint16_t* __restrict__ out,
                                float* __restrict__ lse_nats, int heads, int latent, int causal,
                                int keys_per_split) {
  __builtin_assume(latent % 2 == 0);
  const int visible = visible_keys(lengths, causal);
  if (visible > keys_per_split) {
    const LatentKeys keys = {nullptr, {nullptr, 0}, 0};
    combine_splits({nullptr, out, lse_nats, partial_out, partial_lse, nullptr, 1.0f, heads, latent,
                    latent, keys_per_split},
                   keys, visible);
  }
}
