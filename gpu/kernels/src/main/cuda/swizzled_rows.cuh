// Rows of bf16 in shared memory, filled up with zeros to whole lines of 128 bytes. Within a line a
// chunk of 16 bytes stands at its number xor the row's, modulo 8: so neither eight chunks of a row nor
// one chunk of eight rows meet a bank twice.

#pragma once

#include "copy.cuh"

constexpr int kLine = 128;

struct SwizzledRows {
  const int words;  // of a row in global memory; any number
  const int bytes;  // of a row in shared memory

  __device__ explicit SwizzledRows(int features)
      : words(features / 2), bytes((words + 31) / 32 * kLine) {}

  __device__ static uint32_t swizzle(int row, int chunk) { return (chunk ^ (row & 7)) << 4; }

  // A warp copies one row; where it is not wanted, nothing is read and all is zero. Rows that are no
  // whole number of chunks are copied word by word.
  __device__ void copy(uint32_t to, int row, const uint32_t* from, bool wanted) const {
    const int lane = threadIdx.x % 32;
    to += row * bytes;
    if (words % 4 == 0) {
      for (int chunk = lane; chunk < bytes / 16; chunk += 32) {
        const bool there = wanted && 4 * chunk < words;
        copy_chunk(to + swizzle(row, chunk), there ? from + 4 * chunk : from, there);
      }
    } else {
#pragma unroll 1
      for (int word = lane; word < bytes / 4; word += 32) {
        const bool there = wanted && word < words;
        const uint32_t at = to + swizzle(row, word / 4) + word % 4 * 4;
        copy_word(at, there ? from + word : from, there);
      }
    }
  }
};
