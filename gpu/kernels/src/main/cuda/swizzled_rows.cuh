// Rows of bf16 in shared memory, filled up with zeros to whole lines of 128 bytes. Within a line a
// chunk of 16 bytes stands at its number xor the row's, modulo 8: so neither eight chunks of a row nor
// one chunk of eight rows meet a bank twice.

#pragma once

#include "copy.cuh"

constexpr int kLine = 128;

struct SwizzledRows {
  const int features;  // of a row in global memory; any number
  const int bytes;     // of a row in shared memory

  __device__ explicit SwizzledRows(int row_features)
      : features(row_features), bytes((row_features + 63) / 64 * kLine) {}

  __device__ static uint32_t swizzle(int row, int chunk) { return (chunk ^ (row & 7)) << 4; }

  // A warp copies one row; where it is not wanted, nothing is read and all is zero. Rows that are no
  // whole number of chunks are copied word by word, those of odd width number by number and at once.
  // The chunks of 576 features take three rounds, too few to unroll.
  __device__ void copy(uint32_t to, int row, const uint16_t* from, bool wanted) const {
    const int lane = threadIdx.x % 32;
    to += row * bytes;
    if (features % 8 == 0) {
#pragma unroll 1
      for (int chunk = lane; chunk < bytes / 16; chunk += 32) {
        const bool there = wanted && 8 * chunk < features;
        copy_chunk(to + swizzle(row, chunk), there ? from + 8 * chunk : from, there);
      }
    } else if (features % 2 == 0) {
#pragma unroll 1
      for (int word = lane; word < bytes / 4; word += 32) {
        const bool there = wanted && 2 * word < features;
        const uint32_t at = to + swizzle(row, word / 4) + word % 4 * 4;
        copy_word(at, there ? from + 2 * word : from, there);
      }
    } else {
#pragma unroll 1
      for (int word = lane; word < bytes / 4; word += 32) {
        const int at = 2 * word;
        const uint32_t low = wanted && at < features ? from[at] : 0;
        const uint32_t high = wanted && at + 1 < features ? from[at + 1] : 0;
        store_word(to + swizzle(row, word / 4) + word % 4 * 4, low | high << 16);
      }
    }
  }
};
