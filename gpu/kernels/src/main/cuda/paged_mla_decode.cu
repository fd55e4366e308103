// Absorbed Multi-head Latent Attention over a paged bf16 latent cache; the plain kernel.
//
//   score[t]  = scale * sum_i query[b,s,h,i] * key[b,t,i]          i over latent + rope
//   out[d]    = sum_t softmax(score)[t] * key[b,t,d]               d over latent
//   lse_nats  = ln sum_t exp(score[t])
//
// Shapes: query [B,S,H,latent+rope] bf16; slots [pages,page_size,latent+rope] bf16;
//   page_table [B,pages_per_sequence] i32; lengths [B] i32; out [B,S,H,latent] bf16;
//   lse_nats [B,S,H] f32. No visible key: out = 0, lse_nats = -inf. What lies past a length is
//   never read. latent and rope are even, latent <= 512.
// Grid:   (heads, query_tokens, batch).  Block: 128 threads, four warps for one query head.
// Shared: 4 * (latent + rope) bytes, dynamic, and 1,024 bytes, static.
// ptxas 13.0, sm_80: 47 registers, no spills.
//
// One pass with online softmax. Of a tile of 64 keys warps take keys in turn for the scores, lanes sharing
// one key's features, and then threads take features in turn for the values: all loads are coalesced.

#include <cuda_bf16.h>

#include <cstdint>

constexpr int kThreads = 128;
constexpr int kWarpSize = 32;
constexpr int kWarps = kThreads / kWarpSize;
constexpr int kTile = 64;
constexpr int kMaxLatent = 512;
constexpr int kPairsPerThread = kMaxLatent / 2 / kThreads;
constexpr unsigned kWholeWarp = 0xffffffffu;
constexpr float kLog2E = 1.4426950408889634f;
constexpr float kLn2 = 0.6931471805599453f;

// The two bf16 features of one 32-bit word; the lower address is x.
__device__ float2 unpack(uint32_t pair) {
  return make_float2(__uint_as_float(pair << 16), __uint_as_float(pair & 0xffff0000u));
}

__device__ uint32_t pack(float x, float y) {
  uint32_t low = __bfloat16_as_ushort(__float2bfloat16_rn(x));
  uint32_t high = __bfloat16_as_ushort(__float2bfloat16_rn(y));
  return low | high << 16;
}

__device__ float exp2_approx(float x) {
  float y;
  asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
  return y;
}

__device__ float warp_sum(float x) {
  for (int lanes = kWarpSize / 2; lanes > 0; lanes /= 2) {
    x += __shfl_xor_sync(kWholeWarp, x, lanes);
  }
  return x;
}

__device__ float warp_max(float x) {
  for (int lanes = kWarpSize / 2; lanes > 0; lanes /= 2) {
    x = fmaxf(x, __shfl_xor_sync(kWholeWarp, x, lanes));
  }
  return x;
}

extern "C" __global__ void __launch_bounds__(kThreads)
paged_mla_decode(const uint32_t* __restrict__ query, const uint32_t* __restrict__ slots,
                 const int32_t* __restrict__ page_table, const int32_t* __restrict__ lengths,
                 uint32_t* __restrict__ out, float* __restrict__ lse_nats, float scale,
                 int latent, int rope, int page_size, int pages_per_sequence, int causal) {
  extern __shared__ float query_row[];  // [latent + rope]
  __shared__ int64_t keys[kTile];       // where each key of the tile begins in slots
  __shared__ float scores[kTile];
  __shared__ float weights[kTile];

  const int heads = gridDim.x, query_tokens = gridDim.y;
  const int h = blockIdx.x, s = blockIdx.y, b = blockIdx.z;
  const int thread = threadIdx.x, warp = thread / kWarpSize, lane = thread % kWarpSize;
  const int pairs = (latent + rope) / 2, latent_pairs = latent / 2;
  const int64_t row = (static_cast<int64_t>(b) * query_tokens + s) * heads + h;
  const int visible = lengths[b] - (causal ? query_tokens - 1 - s : 0);

  for (int pair = thread; pair < pairs; pair += kThreads) {
    const float2 q = unpack(query[row * pairs + pair]);
    query_row[2 * pair] = q.x;
    query_row[2 * pair + 1] = q.y;
  }

  float running_max = -INFINITY;
  float running_sum = 0.0f;
  float2 sums[kPairsPerThread] = {};

  for (int first = 0; first < visible; first += kTile) {
    const int count = min(kTile, visible - first);

    if (thread < count) {
      const int t = first + thread;
      const int page = page_table[static_cast<int64_t>(b) * pages_per_sequence + t / page_size];
      keys[thread] = (static_cast<int64_t>(page) * page_size + t % page_size) * pairs;
    }
    __syncthreads();

    for (int j = warp; j < count; j += kWarps) {
      const uint32_t* key = slots + keys[j];
      float dot = 0.0f;
      for (int pair = lane; pair < pairs; pair += kWarpSize) {
        const float2 k = unpack(key[pair]);
        dot = fmaf(query_row[2 * pair], k.x, dot);
        dot = fmaf(query_row[2 * pair + 1], k.y, dot);
      }
      dot = warp_sum(dot);
      if (lane == 0) {
        scores[j] = dot * (scale * kLog2E);
      }
    }
    __syncthreads();

    float tile_max = lane < count ? scores[lane] : -INFINITY;
    if (lane + kWarpSize < count) {
      tile_max = fmaxf(tile_max, scores[lane + kWarpSize]);
    }
    const float new_max = fmaxf(running_max, warp_max(tile_max));
    const float rescale = exp2_approx(running_max - new_max);
    running_max = new_max;
    if (thread < count) {
      weights[thread] = exp2_approx(scores[thread] - new_max);
    }
    __syncthreads();

    running_sum *= rescale;
    for (int i = 0; i < kPairsPerThread; i++) {
      sums[i].x *= rescale;
      sums[i].y *= rescale;
    }
    for (int j = 0; j < count; j++) {
      const float weight = weights[j];
      const uint32_t* key = slots + keys[j];
      running_sum += weight;
      for (int i = 0; i < kPairsPerThread; i++) {
        const int pair = thread + i * kThreads;
        if (pair < latent_pairs) {
          const float2 value = unpack(key[pair]);
          sums[i].x = fmaf(weight, value.x, sums[i].x);
          sums[i].y = fmaf(weight, value.y, sums[i].y);
        }
      }
    }
    __syncthreads();
  }

  const float inverse = visible > 0 ? 1.0f / running_sum : 0.0f;
  for (int i = 0; i < kPairsPerThread; i++) {
    const int pair = thread + i * kThreads;
    if (pair < latent_pairs) {
      out[row * latent_pairs + pair] = pack(sums[i].x * inverse, sums[i].y * inverse);
    }
  }
  if (thread == 0) {
    lse_nats[row] = visible > 0 ? running_max * kLn2 + logf(running_sum) : -INFINITY;
  }
}
