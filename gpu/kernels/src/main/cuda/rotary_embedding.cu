// Rotary position embedding: pairs of features are turned by an angle that their token has for them.
//
//   y_first  = x_first cos - x_second sin
//   y_second = x_first sin + x_second cos
//
// Shapes: x [N,H,2P], y [N,H,2P], both f32 or both bf16 (_f32, _bf16); positions [N] i32; cosines, sines
//   [positions,P] f32, which hold YaRN's factor. Pair i is features 2i and 2i + 1 where pairs are
//   interleaved, else i and i + P. Rows of x and y begin stride after the last one, those of all heads of
//   a token before the next token's; y may be x.
// Grid:   tokens.  Block: 128 threads, which take the pairs of all heads in turn.
// Shared: none.
// ptxas 13.0, sm_80: 26 registers at most, no spills.
//
// The tables come from the launcher, from angles in binary64: an f32 angle at position 163,840 would
// be off by a hundredth of a radian.

#include "elements.cuh"

template <class T>
__device__ void rotate(const T* x, const float* cosines, const float* sines, const int32_t* positions,
                       T* y, int heads, int pairs, int interleaved, int stride) {
  const int64_t first_row = static_cast<int64_t>(blockIdx.x) * heads;
  const int64_t angles = static_cast<int64_t>(positions[blockIdx.x]) * pairs;
  for (int i = threadIdx.x; i < heads * pairs; i += blockDim.x) {
    const int64_t row = (first_row + i / pairs) * stride;
    const int pair = i % pairs;
    const int first = interleaved ? 2 * pair : pair;
    const int second = first + (interleaved ? 1 : pairs);
    const float cosine = cosines[angles + pair];
    const float sine = sines[angles + pair];
    const float a = load(x + row + first), b = load(x + row + second);
    store(y + row + first, a * cosine - b * sine);
    store(y + row + second, a * sine + b * cosine);
  }
}

#define ROTARY_EMBEDDING(entry, T)                                                                \
  extern "C" __global__ void __launch_bounds__(128)                                               \
  entry(const T* x, const float* __restrict__ cosines, const float* __restrict__ sines,           \
        const int32_t* __restrict__ positions, T* y, int heads, int pairs, int interleaved,       \
        int stride) {                                                                             \
    rotate(x, cosines, sines, positions, y, heads, pairs, interleaved, stride);                   \
  }

ROTARY_EMBEDDING(rotary_embedding_f32, float)
ROTARY_EMBEDDING(rotary_embedding_bf16, __nv_bfloat16)
