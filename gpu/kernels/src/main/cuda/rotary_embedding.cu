// Rotary position embedding: pairs of features are turned by an angle that their token has for them.
//
//   y_first  = x_first cos - x_second sin
//   y_second = x_first sin + x_second cos
//
// Shapes: x [N,H,2P], y [N,H,2P], both f32 or both bf16 (_f32, _bf16); cosines, sines [N,P] f32, which
//   hold YaRN's factor. Pair i is features 2i and 2i + 1 where pairs are interleaved, else i and i + P.
// Grid:   tokens.  Block: 128 threads, which take the pairs of all heads in turn.
// Shared: none.
// ptxas 13.0, sm_80: 21 registers, no spills.
//
// The tables come from the launcher, from angles in binary64: an f32 angle at position 163,840 would
// be off by a hundredth of a radian.

#include "elements.cuh"

template <class T>
__device__ void rotate(const T* x, const float* cosines, const float* sines, T* y, int heads,
                       int pairs, int interleaved) {
  const int64_t token = blockIdx.x;
  for (int i = threadIdx.x; i < heads * pairs; i += blockDim.x) {
    const int head = i / pairs, pair = i % pairs;
    const int64_t row = (token * heads + head) * 2 * pairs;
    const int64_t first = row + (interleaved ? 2 * pair : pair);
    const int64_t second = first + (interleaved ? 1 : pairs);
    const float cosine = cosines[token * pairs + pair];
    const float sine = sines[token * pairs + pair];
    const float a = load(x + first), b = load(x + second);
    store(y + first, a * cosine - b * sine);
    store(y + second, a * sine + b * cosine);
  }
}

#define ROTARY_EMBEDDING(entry, T)                                                                \
  extern "C" __global__ void __launch_bounds__(128)                                               \
  entry(const T* __restrict__ x, const float* __restrict__ cosines,                               \
        const float* __restrict__ sines, T* __restrict__ y, int heads, int pairs,                 \
        int interleaved) {                                                                        \
    rotate(x, cosines, sines, y, heads, pairs, interleaved);                                      \
  }

ROTARY_EMBEDDING(rotary_embedding_f32, float)
ROTARY_EMBEDDING(rotary_embedding_bf16, __nv_bfloat16)
