// One block's tile of y = x W^T on matrix units: rows of x and rows of W share their features, and
// both come to shared memory in tiles of 64 features, kStages of them at a time.
//
// Warps stand in kWarpRows rows of kWarpColumns; each has kRowTiles tiles of 16 rows of x and
// kColumnTiles, an even number, of 8 rows of W.

#pragma once

#include "copy.cuh"
#include "matrix.cuh"
#include "swizzled_rows.cuh"

template <int kWarpRows, int kWarpColumns, int kRowTiles, int kColumnTiles, int kStages>
struct TensorProduct {
  static constexpr int kRows = 16 * kRowTiles * kWarpRows;
  static constexpr int kColumns = 8 * kColumnTiles * kWarpColumns;
  static constexpr int kThreads = 32 * kWarpRows * kWarpColumns;
  static constexpr int kStep = kLine / 2;  // features

  // Rows of a matrix in global memory, features next to each other; those past the last are zero.
  struct Matrix {
    const uint16_t* first;
    int rows;
  };

  const Matrix left, right;
  const int features, lane, warp_row, warp_column;
  const uint32_t stages;
  float sums[kRowTiles][kColumnTiles][4] = {};

  __device__ TensorProduct(Matrix x, Matrix w, int inner, unsigned char* shared)
      : left(x),
        right(w),
        features(inner),
        lane(threadIdx.x % 32),
        warp_row(threadIdx.x / 32 / kWarpColumns),
        warp_column(threadIdx.x / 32 % kWarpColumns),
        stages(shared_address(shared)) {}

  // An empty group is closed where nothing is left to copy, so that waits can count.
  __device__ void run() {
    const int steps = (features + kStep - 1) / kStep;
#pragma unroll 1
    for (int step = 0; step < kStages - 1; step++) {
      copy_step(step, steps);
    }
    for (int step = 0; step < steps; step++) {
      wait_copies<kStages - 2>();
      __syncthreads();
      copy_step(step + kStages - 1, steps);
      multiply(stage(step));
    }
  }

  __device__ uint32_t stage(int step) const {
    return stages + step % kStages * (kRows + kColumns) * kLine;
  }

  __device__ void copy_step(int step, int steps) const {
    if (step < steps) {
      copy(stage(step), left, kRows, step * kStep);
      copy(stage(step) + kRows * kLine, right, kColumns, step * kStep);
    }
    commit_copies();
  }

  // By chunks, words or, where a row has an odd number of features, numbers: what rows are aligned to.
  __device__ void copy(uint32_t to, const Matrix& from, int rows, int first) const {
    if (features % 8 == 0) {
      for (int i = threadIdx.x; i < rows * 8; i += kThreads) {
        const bool there = i / 8 < from.rows && first + i % 8 * 8 < features;
        copy_chunk(place(to, i / 8, i % 8 * 8), at(from, i / 8, first + i % 8 * 8, there), there);
      }
    } else if (features % 2 == 0) {
#pragma unroll 1
      for (int i = threadIdx.x; i < rows * 32; i += kThreads) {
        const bool there = i / 32 < from.rows && first + i % 32 * 2 < features;
        copy_word(place(to, i / 32, i % 32 * 2), at(from, i / 32, first + i % 32 * 2, there), there);
      }
    } else {
#pragma unroll 1
      for (int i = threadIdx.x; i < rows * kStep; i += kThreads) {
        const bool there = i / kStep < from.rows && first + i % kStep < features;
        store_half(place(to, i / kStep, i % kStep),
                   there ? *at(from, i / kStep, first + i % kStep, there) : 0);
      }
    }
  }

  __device__ static uint32_t place(uint32_t to, int row, int feature) {
    return to + row * kLine + SwizzledRows::swizzle(row, feature / 8) + feature % 8 * 2;
  }

  __device__ const uint16_t* at(const Matrix& from, int row, int feature, bool there) const {
    return from.first + (there ? static_cast<int64_t>(row) * features + feature : 0);
  }

  __device__ void multiply(uint32_t stage) {
#pragma unroll
    for (int step = 0; step < kStep / 16; step++) {
      uint32_t rows[kRowTiles][4];
#pragma unroll
      for (int i = 0; i < kRowTiles; i++) {
        const int row = (warp_row * kRowTiles + i) * 16 + lane % 16;
        load_matrices(rows[i], stage + row * kLine + SwizzledRows::swizzle(row, 2 * step + lane / 16));
      }
#pragma unroll
      for (int j = 0; j < kColumnTiles; j += 2) {
        const int column = (warp_column * kColumnTiles + j) * 8 + lane / 16 * 8 + lane % 8;
        uint32_t columns[4];
        load_matrices(columns, stage + (kRows + column) * kLine +
                                   SwizzledRows::swizzle(column, 2 * step + lane / 8 % 2));
#pragma unroll
        for (int i = 0; i < kRowTiles; i++) {
          multiply_add(sums[i][j], rows[i], columns[0], columns[1]);
          multiply_add(sums[i][j + 1], rows[i], columns[2], columns[3]);
        }
      }
    }
  }

  // The place of sums[i][j][k] in the block's tile.
  __device__ int row(int i, int k) const {
    return (warp_row * kRowTiles + i) * 16 + k / 2 * 8 + lane / 4;
  }

  __device__ int column(int j, int k) const {
    return (warp_column * kColumnTiles + j) * 8 + lane % 4 * 2 + k % 2;
  }
};
