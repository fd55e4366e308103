// Quantises new tokens and stores them in a paged latent cache.
//
//   slot s = slots[n] >= 0 holds latent[n,:] | rope[n,:] in the bytes of a layout; no other byte is
//   written, and a token whose slot is negative is not read
//
// Shapes: latent [N,D] f32; rope [N,R] f32; slots [N] i64; pool [pages, page_bytes] u8. Rows of latent
//   and rope begin latent_stride and rope_stride after the last one.
//   A slot's latents begin token_bytes after the last one's in its page, its roped features
//   rope_offset after them, its scales at scale_offset + place * scale_stride of the page.
// Codes: _bf16, _fp16, _fp8 all features alike, FP8 under tensor_scale; _fp8_ds_mla and _model1 latents
//   in E4M3 under a scale for each tile of 128 or 64, in f32 or UE8M0, and roped features in bf16.
// Grid:   tokens.  Block: 128 threads; a warp takes tiles in turn.
// Shared: none.
// ptxas 13.0, sm_80: at most 32 registers, no spills.

#include <cuda_bf16.h>
#include <cuda_fp16.h>

#include "float8.cuh"

constexpr int kWarps = 4;

struct Place {
  int latent, rope, page_size;
  int64_t page_bytes;
  int token_bytes, rope_offset, scale_offset, scale_stride;
  int latent_stride, rope_stride;
};

// A page may begin at any byte.
__device__ void put(uint8_t* to, uint16_t code) {
  to[0] = code;
  to[1] = code >> 8;
}

__device__ void put(uint8_t* to, uint32_t code) {
  put(to, static_cast<uint16_t>(code));
  put(to + 2, static_cast<uint16_t>(code >> 16));
}

struct BFloat16Code {
  static constexpr int kBytes = 2;
  __device__ static void store(uint8_t* to, float x, float) {
    put(to, __bfloat16_as_ushort(__float2bfloat16_rn(x)));
  }
};

struct Float16Code {
  static constexpr int kBytes = 2;
  __device__ static void store(uint8_t* to, float x, float) {
    put(to, isnan(x) ? static_cast<uint16_t>(0x7E00) : __half_as_ushort(__float2half_rn(x)));
  }
};

struct E4M3Code {
  static constexpr int kBytes = 1;
  __device__ static void store(uint8_t* to, float x, float scale) { *to = to_e4m3(x / scale); }
};

struct F32Scale {
  static constexpr int kTile = 128;
  static constexpr int kBytes = 4;
  __device__ static void store(uint8_t* to, float scale) { put(to, __float_as_uint(scale)); }
};

struct Ue8m0Scale {
  static constexpr int kTile = 64;
  static constexpr int kBytes = 1;
  __device__ static void store(uint8_t* to, float scale) { *to = __float_as_uint(scale) >> 23; }
};

template <class Code>
__device__ void store_all(uint8_t* to, const float* from, int count, float scale) {
  for (int i = threadIdx.x; i < count; i += 32 * kWarps) {
    Code::store(to + i * Code::kBytes, from[i], scale);
  }
}

template <class Scale>
__device__ void store_tile(uint8_t* codes, uint8_t* scale_at, const float* from,
                           bool power_of_two) {
  const int lane = threadIdx.x % 32;
  float largest = 0.0f;
  for (int i = lane; i < Scale::kTile; i += 32) {
    largest = fmaxf(largest, fabsf(from[i]));
  }
  for (int lanes = 16; lanes > 0; lanes /= 2) {
    largest = fmaxf(largest, __shfl_xor_sync(0xffffffffu, largest, lanes));
  }
  const float scale = tile_scale(largest, power_of_two);
  for (int i = lane; i < Scale::kTile; i += 32) {
    E4M3Code::store(codes + i, from[i], scale);
  }
  if (lane == 0) {
    Scale::store(scale_at, scale);
  }
}

template <class Code>
__device__ void append_dense(const float* latent, const float* rope, const int64_t* slots,
                             uint8_t* pool, const Place& place, float scale, bool) {
  const int64_t n = blockIdx.x, slot = slots[n];
  if (slot >= 0) {
    uint8_t* to = pool + slot / place.page_size * place.page_bytes +
                  slot % place.page_size * place.token_bytes;
    store_all<Code>(to, latent + n * place.latent_stride, place.latent, scale);
    store_all<Code>(to + place.rope_offset, rope + n * place.rope_stride, place.rope, scale);
  }
}

template <class Scale>
__device__ void append_tiles(const float* latent, const float* rope, const int64_t* slots,
                             uint8_t* pool, const Place& place, float, bool power_of_two) {
  const int64_t n = blockIdx.x, slot = slots[n];
  if (slot >= 0) {
    uint8_t* page = pool + slot / place.page_size * place.page_bytes;
    const int64_t in_page = slot % place.page_size;
    uint8_t* to = page + in_page * place.token_bytes;
    uint8_t* scales = page + place.scale_offset + in_page * place.scale_stride;
    for (int tile = threadIdx.x / 32; tile < place.latent / Scale::kTile; tile += kWarps) {
      const int first = tile * Scale::kTile;
      store_tile<Scale>(to + first, scales + tile * Scale::kBytes,
                        latent + n * place.latent_stride + first, power_of_two);
    }
    store_all<BFloat16Code>(to + place.rope_offset, rope + n * place.rope_stride, place.rope, 1.0f);
  }
}

#define APPEND(entry, append)                                                                     \
  extern "C" __global__ void __launch_bounds__(32 * kWarps)                                       \
  entry(const float* __restrict__ latent, const float* __restrict__ rope,                         \
        const int64_t* __restrict__ slots, uint8_t* __restrict__ pool, int latent_width,          \
        int rope_width, int page_size, int64_t page_bytes, int token_bytes, int rope_offset,      \
        int scale_offset, int scale_stride, float tensor_scale, int power_of_two,                 \
        int latent_stride, int rope_stride) {                                                     \
    append(latent, rope, slots, pool,                                                             \
           Place{latent_width, rope_width, page_size, page_bytes, token_bytes, rope_offset,       \
                 scale_offset, scale_stride, latent_stride, rope_stride},                         \
           tensor_scale, power_of_two != 0);                                                      \
  }

APPEND(append_latent_cache_bf16, append_dense<BFloat16Code>)
APPEND(append_latent_cache_fp16, append_dense<Float16Code>)
APPEND(append_latent_cache_fp8, append_dense<E4M3Code>)
APPEND(append_latent_cache_fp8_ds_mla, append_tiles<F32Scale>)
APPEND(append_latent_cache_model1, append_tiles<Ue8m0Scale>)
