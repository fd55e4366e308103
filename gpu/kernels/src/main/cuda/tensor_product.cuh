// One block's tile of y = x W^T on matrix units: rows of x and rows of W share their features, and
// both come to shared memory in tiles of 64 features, kStages of them at a time.
//
// Where kTransposed, W lies with its rows' numbers next to each other: features are its lines.
//
// Warps stand in kWarpRows rows of kWarpColumns; each has kRowTiles tiles of 16 rows of x and
// kColumnTiles, an even number, of 8 rows of W.

#pragma once

#include "copy.cuh"
#include "elements.cuh"
#include "matrix.cuh"
#include "swizzled_rows.cuh"

template <int kWarpRows, int kWarpColumns, int kRowTiles, int kColumnTiles, int kStages,
          bool kTransposed = false>
struct TensorProduct {
  static constexpr int kRows = 16 * kRowTiles * kWarpRows;
  static constexpr int kColumns = 8 * kColumnTiles * kWarpColumns;
  static constexpr int kThreads = 32 * kWarpRows * kWarpColumns;
  static constexpr int kStep = kLine / 2;  // features

  // Rows of bf16 in global memory; those past the last are zero.
  struct Matrix {
    const uint16_t* first;
    int rows;
    int64_t stride;
  };

  const Matrix left, right;
  const int features, lane, warp_row, warp_column;
  const int unit;  // numbers that are copied at once: 8, 2 or 1
  const uint32_t stages;
  float sums[kRowTiles][kColumnTiles][4] = {};

  __device__ TensorProduct(Matrix x, Matrix w, int inner, unsigned char* shared)
      : left(x),
        right(w),
        features(inner),
        lane(threadIdx.x % 32),
        warp_row(threadIdx.x / 32 / kWarpColumns),
        warp_column(threadIdx.x / 32 % kWarpColumns),
        unit(unit_of(x, w, inner)),
        stages(shared_address(shared)) {}

  // By what all rows and their lengths are aligned to.
  __device__ static int unit_of(const Matrix& x, const Matrix& w, int inner) {
    const int all = static_cast<int>(x.stride | w.stride) | inner | (kTransposed ? w.rows : 0) |
                    static_cast<int>(reinterpret_cast<uintptr_t>(x.first) / 2) |
                    static_cast<int>(reinterpret_cast<uintptr_t>(w.first) / 2);
    return all % 8 == 0 ? 8 : all % 2 == 0 ? 2 : 1;
  }

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
      const uint32_t to = stage(step);
      const int first = step * kStep, there = features - first;
      copy(to, {left.first + first, left.rows, left.stride}, kRows, there);
      if (kTransposed) {
        for (int column = 0; column < kColumns; column += kStep) {
          copy(to + (kRows + column) * kLine, {right.first + first * right.stride + column, there,
               right.stride}, kStep, right.rows - column);
        }
      } else {
        copy(to + kRows * kLine, {right.first + first, right.rows, right.stride}, kColumns, there);
      }
    }
    commit_copies();
  }

  // A line of each of rows rows; numbers from width on are zero.
  __device__ void copy(uint32_t to, const Matrix& from, int rows, int width) const {
    if (unit == 8) {
      for (int i = threadIdx.x; i < rows * 8; i += kThreads) {
        const bool there = i / 8 < from.rows && i % 8 * 8 < width;
        copy_chunk(place(to, i / 8, i % 8 * 8), at(from, i / 8, i % 8 * 8, there), there);
      }
    } else if (unit == 2) {
#pragma unroll 1
      for (int i = threadIdx.x; i < rows * 32; i += kThreads) {
        const bool there = i / 32 < from.rows && i % 32 * 2 < width;
        copy_word(place(to, i / 32, i % 32 * 2), at(from, i / 32, i % 32 * 2, there), there);
      }
    } else {
#pragma unroll 1
      for (int i = threadIdx.x; i < rows * kStep; i += kThreads) {
        const bool there = i / kStep < from.rows && i % kStep < width;
        store_half(place(to, i / kStep, i % kStep),
                   there ? *at(from, i / kStep, i % kStep, there) : 0);
      }
    }
  }

  __device__ static uint32_t place(uint32_t to, int row, int number) {
    return to + row * kLine + SwizzledRows::swizzle(row, number / 8) + number % 8 * 2;
  }

  // Where nothing is read, any address that is memory.
  __device__ const uint16_t* at(const Matrix& from, int row, int number, bool there) const {
    return there ? from.first + row * from.stride + number : left.first;
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
        uint32_t columns[4];
        load_columns(columns, stage + kRows * kLine, (warp_column * kColumnTiles + j) * 8, step);
#pragma unroll
        for (int i = 0; i < kRowTiles; i++) {
          multiply_add(sums[i][j], rows[i], columns[0], columns[1]);
          multiply_add(sums[i][j + 1], rows[i], columns[2], columns[3]);
        }
      }
    }
  }

  // Of 16 columns from first on, 16 features.
  __device__ void load_columns(uint32_t (&columns)[4], uint32_t from, int first, int step) const {
    if (kTransposed) {
      const int feature = 16 * step + lane % 16;
      const int column = first + lane / 16 * 8;
      from += column / kStep * kStep * kLine + feature * kLine;
      load_transposed(columns, from + SwizzledRows::swizzle(feature, column % kStep / 8));
    } else {
      const int column = first + lane / 16 * 8 + lane % 8;
      from += column * kLine;
      load_matrices(columns, from + SwizzledRows::swizzle(column, 2 * step + lane / 8 % 2));
    }
  }

  // To rows of y, stride apart, from the tile's first number on.
  template <class Out>
  __device__ void write(Out* y, int64_t stride) const {
    const bool pairs = (stride | reinterpret_cast<uintptr_t>(y) / sizeof(Out)) % 2 == 0;
#pragma unroll
    for (int i = 0; i < kRowTiles * 2; i++) {
      const int in_row = row(i / 2, i % 2 * 2);
#pragma unroll
      for (int j = 0; j < kColumnTiles; j++) {
        const float* pair = &sums[i / 2][j][i % 2 * 2];
        const int number = column(j, 0);
        Out* to = y + in_row * stride + number;
        if (in_row < left.rows && number + 1 < right.rows && pairs) {
          store_pair(to, pair[0], pair[1]);
        } else if (in_row < left.rows && number < right.rows) {
          store(to, pair[0]);
          if (number + 1 < right.rows) {
            store(to + 1, pair[1]);
          }
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
