// Keys that a query token lists by their slots in a pool.

#pragma once

#include <cstdint>

struct SlotList {
  const int32_t* __restrict__ entries;
  int pool;

  // Of entry t; -1 where it is not valid.
  __device__ int slot(int t) const {
    const int index = entries[t];
    return index >= 0 && index < pool ? index : -1;
  }

  // Which entries of a tile of 32 that begins with first are valid, as bits.
  __device__ uint32_t valid(int first, int end) const {
    const int t = first + threadIdx.x % 32;
    return __ballot_sync(0xffffffffu, t < end && slot(t) >= 0);
  }
};

// This block's query token, counted over B * S.
__device__ inline int query_token() {
  return blockIdx.z * gridDim.y + blockIdx.y;
}

// Its list, of those of listed entries each.
__device__ inline SlotList own_list(const int32_t* indices, int listed, int pool) {
  return {indices + static_cast<int64_t>(query_token()) * listed, pool};
}
