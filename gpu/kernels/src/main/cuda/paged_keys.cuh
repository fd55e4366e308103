// Keys of one sequence in pages of a pool.

#pragma once

#include <cstdint>

struct PageRow {
  const int32_t* __restrict__ pages;  // of this sequence
  int page_size;

  // Where key t lies in the pool.
  __device__ int slot(int t) const { return pages[t / page_size] * page_size + t % page_size; }
};

// Keys [first, end) of a tile of 32 that begins with first, as bits.
__device__ inline uint32_t keys_before(int first, int end) {
  const int count = end - first;
  return count >= 32 ? 0xffffffffu : (1u << count) - 1u;
}

// Keys that this block's query token sees.
__device__ inline int visible_keys(const int32_t* lengths, int causal) {
  return lengths[blockIdx.z] - (causal ? gridDim.y - 1 - blockIdx.y : 0);
}
