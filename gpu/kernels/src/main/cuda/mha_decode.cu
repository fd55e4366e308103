// Decode over a traditional paged cache, MHA, GQA or MQA, on matrix units: query heads that share a
// key-value head share each tile of its keys and values.
//
//   score[t]  = scale * sum_i query[b,s,h,i] * keys[t,g,i]         g = h / (heads / key_value_heads)
//   out[v]    = sum_t softmax(score)[t] * values[t,g,v]
//   lse_nats  = ln sum_t exp(score[t])
//
// Shapes: query [B,S,H,key_width] bf16; keys [pages,page_size,G,key_width] bf16; values
//   [pages,page_size,G,value_width] bf16; page_table [B,pages_per_sequence] i32; lengths [B] i32; out
//   [B,S,H,value_width] bf16; lse_nats [B,S,H] f32; partial_out [splits,B,S,H,value_width] f32;
//   partial_lse [splits,B,S,H] f32. No visible key: out = 0, lse_nats = -inf. What lies past a length
//   is never read. Any widths, value_width <= 128 (_128) or 512 (_512); H a multiple of G.
// Grid:   (G * blocks of 16 heads of a group * splits, query_tokens, batch); a split is keys_per_split
//   keys. A token with one split is finished at once, others by mha_decode_combine, whose grid is
//   (heads, query_tokens, batch), 128 threads.
// Block:  up to 16 heads of one group, four warps.
// Shared: dynamic. With k and v = widths rounded up to 64: 32k bytes of queries, two tiles of 32 * 2k
//   bytes of keys and 32 * 2v of values, 1,024 of weights, 256 of row maxima. For 192 and 128: 48,384
//   bytes; for 576 and 512: 158,976.
// ptxas 13.0, sm_80: 114 registers (_128), 154 (_512), 32 (_combine), no spills.
//
// A group of fewer than 16 heads leaves rows of the matrix unit idle, which costs nothing: with 16
// rows a key-value pair of 192 + 128 takes 10,240 operations for 640 bytes, below what memory feeds.

#include "decode_output.cuh"
#include "paged_keys.cuh"

struct HeadedKeys {
  static constexpr bool kOwnValues = true;
  static constexpr bool kAllThere = true;

  const uint16_t* __restrict__ keys;
  const uint16_t* __restrict__ values;
  PageRow pages;
  int key_value_heads, group, key_width, value_width;

  __device__ int slot(int t) const { return pages.slot(t); }

  __device__ const uint16_t* key(int slot) const { return keys + row(slot) * key_width; }

  __device__ const uint16_t* value(int slot) const { return values + row(slot) * value_width; }

  __device__ uint32_t valid(int first, int end) const { return keys_before(first, end); }

  __device__ int64_t row(int slot) const {
    return static_cast<int64_t>(slot) * key_value_heads + group;
  }
};

#define DECODE(entry, max_values)                                                                 \
  extern "C" __global__ void __launch_bounds__(128, 1)                                            \
  entry(const uint16_t* __restrict__ query, const uint16_t* __restrict__ keys,                    \
        const uint16_t* __restrict__ values, const int32_t* __restrict__ page_table,              \
        const int32_t* __restrict__ lengths, uint16_t* __restrict__ out,                          \
        float* __restrict__ lse_nats, float* __restrict__ partial_out,                            \
        float* __restrict__ partial_lse, float scale, int heads, int key_value_heads,             \
        int key_width, int value_width, int page_size, int pages_per_sequence, int causal,        \
        int keys_per_split) {                                                                     \
    const int sharing = heads / key_value_heads, blocks = (sharing + 15) / 16;                    \
    const int block = blockIdx.x % blocks, group = blockIdx.x / blocks % key_value_heads;         \
    const int split = blockIdx.x / blocks / key_value_heads;                                      \
    const int64_t first_page = static_cast<int64_t>(blockIdx.z) * pages_per_sequence;             \
    const Problem problem = {query, out,   lse_nats,  partial_out, partial_lse,   nullptr,        \
                             scale, heads, key_width, value_width, keys_per_split};               \
    const HeadedKeys source = {keys,            values, {page_table + first_page, page_size},     \
                               key_value_heads, group,  key_width, value_width};                  \
    decode_split<TensorDecode<1, 4, max_values, HeadedKeys>>(                                     \
        problem, source, {group * sharing + block * 16, (group + 1) * sharing}, split,            \
        visible_keys(lengths, causal));                                                           \
  }

DECODE(mha_decode_128, 128)
DECODE(mha_decode_512, 512)

extern "C" __global__ void __launch_bounds__(128)
mha_decode_combine(float* __restrict__ partial_out, float* __restrict__ partial_lse,
                   const int32_t* __restrict__ lengths, uint16_t* __restrict__ out,
                   float* __restrict__ lse_nats, int heads, int value_width, int causal,
                   int keys_per_split) {
  const int visible = visible_keys(lengths, causal);
  if (visible > keys_per_split) {
    const HeadedKeys keys = {};
    combine_splits({nullptr, out, lse_nats, partial_out, partial_lse, nullptr, 1.0f, heads,
                    value_width, value_width, keys_per_split},
                   keys, visible);
  }
}
