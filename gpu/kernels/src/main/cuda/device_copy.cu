// Copies device memory: what a kernel of our own reaches of the memory's bandwidth, a ceiling for those that
// are bound by it.
//
//   to[i] = from[i]                                                i over 16-byte words
//
// Shapes: from, to [words] of 16 bytes, aligned to 16.
// Grid:   any.  Block: any; a thread takes every grid-th word, four of them under way at once.
// Shared: none.
// ptxas 13.0, sm_80 and sm_90: 32 registers, no spills.

#include <cstdint>

constexpr int kUnderWay = 4;

extern "C" __global__ void device_copy(const uint4* __restrict__ from, uint4* __restrict__ to,
                                       int64_t words) {
  const int64_t threads = static_cast<int64_t>(gridDim.x) * blockDim.x;
  int64_t i = static_cast<int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
  for (; i + (kUnderWay - 1) * threads < words; i += kUnderWay * threads) {
    uint4 held[kUnderWay];
#pragma unroll
    for (int j = 0; j < kUnderWay; j++) {
      held[j] = from[i + j * threads];
    }
#pragma unroll
    for (int j = 0; j < kUnderWay; j++) {
      to[i + j * threads] = held[j];
    }
  }
  for (; i < words; i += threads) {
    to[i] = from[i];
  }
}
