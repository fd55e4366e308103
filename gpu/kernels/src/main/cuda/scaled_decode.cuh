// One block of a decode on matrix units over a cache in FP8 under scales: tensor_decode.cuh with codes for
// keys. Codes become bf16, which holds them exactly; scales are multiplied in where numbers are f32:
//
//   score  = sum over latent tiles of scale[key][tile] * (query . codes of the tile)  + query . rope
//   value  = sum over keys of bf16(weight * scale[key][tile]) * code
//
// so no key is rounded, whatever its scales are, and the weights are rounded once, as elsewhere.
//
// A tile of 32 tokens is copied as it lies, and then spread out: codes to rows of bf16, scales to a table.
// Both, and a copy of the weights for each latent tile but the first, are where the other decode has its
// second tile of keys.

#pragma once

#include "decode_output.cuh"
#include "float8.cuh"

constexpr int kScaledLatents = 512;  // at most
constexpr int kScaleTile = 128;      // latents under one scale

// A token's bytes: latent codes, their scales in f32, roped features in bf16.
struct ScaledToken {
  int latent, rope;

  __device__ int scale_tiles() const { return latent / kScaleTile; }
  __device__ int scale_offset() const { return latent; }
  __device__ int rope_offset() const { return latent + 4 * scale_tiles(); }
  __device__ int bytes() const { return rope_offset() + 2 * rope; }
};

template <int kRowTiles, int kColumnWarps, class Keys>
struct ScaledDecode : TensorDecode<kRowTiles, kColumnWarps, kScaledLatents, Keys> {
  using Base = TensorDecode<kRowTiles, kColumnWarps, kScaledLatents, Keys>;
  using Base::column_warp;
  using Base::kCopiedKeys;
  using Base::kHeads;
  using Base::kScoreTiles;
  using Base::kWarps;
  using Base::lane;
  using Base::max;
  using Base::maxima;
  using Base::problem;
  using Base::query;
  using Base::row_tile;
  using Base::rows;
  using Base::scores;
  using Base::source;
  using Base::sums;
  using Base::sums_row;
  using Base::sync_row_tile;
  using Base::tiles;
  using Base::warp;
  using Base::weight_sum;
  using Base::weights;

  static constexpr int kMostTiles = kScaledLatents / kScaleTile;
  static constexpr int kChunksOfTile = kScaleTile / 16 / kColumnWarps;

  const ScaledToken token;
  const uint32_t raw, scales, more_weights;

  __device__ ScaledDecode(const Problem& p, const Keys& k, Heads h, unsigned char* shared)
      : Base(p, k, h, shared),
        token(k.token),
        raw(tiles + this->tile_bytes),
        scales(raw + kTile * token.bytes()),
        more_weights(scales + kTile * 4 * token.scale_tiles()) {}

  __device__ void attend(int first, int end) {
    this->copy_query();
    copy_tokens(first, end);
    commit_copies();
    for (; first < end; first += kTile) {
      wait_copies<0>();
      __syncthreads();
      spread_out();
      __syncthreads();
      if (first + kTile < end) {
        copy_tokens(first + kTile, end);
        commit_copies();
      }
      if (this->has_heads()) {
        const uint32_t valid = source.valid(first, end);
        this->any = this->any || valid != 0;
        score();
        this->scale_and_mask(valid);
        sync_row_tile();
        weigh();
        sync_row_tile();
        add_values();
      }
    }
  }

  // Tokens [first, first + kTile). Those that there are not are zero, and so are their scales. Tokens that
  // lie side by side are copied as one run, for each alone would share sectors with its neighbours.
  __device__ void copy_tokens(int first, int end) const {
    if (source.tiles_are_runs() && token.bytes() % 16 == 0) {
      const uint8_t* from = source.key(source.slot(first));
      const int there = min(kTile, end - first) * token.bytes();
#pragma unroll 1
      for (int at = 16 * threadIdx.x; at < kTile * token.bytes(); at += 16 * 32 * kWarps) {
        copy_chunk(raw + at, at < there ? from + at : from, at < there);
      }
      return;
    }
    const int own = warp * kCopiedKeys;
    const int t = first + own + lane;
    const int slot = lane < kCopiedKeys && t < end ? source.slot(t) : -1;
    for (int i = 0; i < kCopiedKeys; i++) {
      const int from = __shfl_sync(0xffffffffu, slot, i);
      copy_token(raw + (own + i) * token.bytes(), source.key(from < 0 ? 0 : from), from >= 0);
    }
  }

  __device__ void copy_token(uint32_t to, const uint8_t* from, bool wanted) const {
    if (token.bytes() % 16 == 0) {
#pragma unroll 1
      for (int at = 16 * lane; at < token.bytes(); at += 16 * 32) {
        copy_chunk(to + at, wanted ? from + at : from, wanted);
      }
    } else {
#pragma unroll 1
      for (int at = 4 * lane; at < token.bytes(); at += 4 * 32) {
        copy_word(to + at, wanted ? from + at : from, wanted);
      }
    }
  }

  __device__ void spread_out() const {
    for (int i = 0; i < kCopiedKeys; i++) {
      const int key = warp * kCopiedKeys + i;
      const uint32_t from = raw + key * token.bytes();
      const uint32_t row = tiles + key * rows.bytes;
#pragma unroll 1
      for (int word = lane; word < token.latent / 4; word += 32) {
        uint32_t pairs[2];
        bfloat16_of_e4m3(load_word(from + 4 * word), pairs);
        store_words(row + SwizzledRows::swizzle(key, word / 2) + word % 2 * 8, pairs);
      }
      const uint32_t rope = from + token.rope_offset();
#pragma unroll 1
      for (int word = lane; word < rows.bytes / 4 - token.latent / 2; word += 32) {
        const int to = token.latent / 2 + word;
        store_word(row + SwizzledRows::swizzle(key, to / 4) + to % 4 * 4,
                   2 * word < token.rope ? load_word(rope + 4 * word) : 0);
      }
      if (lane < token.scale_tiles()) {
        store_word(scales + 4 * (lane * kTile + key),
                   load_word(from + token.scale_offset() + 4 * lane));
      }
    }
  }

  // Of score i of this lane, in scale tile t.
  __device__ float scale(int t, int i) const {
    const int key = (column_warp * kScoreTiles + i / 4) * 8 + lane % 4 * 2 + i % 2;
    return __uint_as_float(load_word(scales + 4 * (t * kTile + key)));
  }

  // Of a row tile with this warp's keys: one latent tile after the other, then the roped features.
  __device__ void score() {
    float total[4 * kScoreTiles] = {};
    for (int t = 0; t <= token.scale_tiles(); t++) {
      const bool latents = t < token.scale_tiles();
      const int line = t * 2 * kScaleTile;
      score_lines(line, latents ? line + 2 * kScaleTile : rows.bytes);
#pragma unroll
      for (int i = 0; i < 4 * kScoreTiles; i++) {
        total[i] += latents ? scores[i / 4][i % 4] * scale(t, i) : scores[i / 4][i % 4];
      }
    }
#pragma unroll
    for (int i = 0; i < 4 * kScoreTiles; i++) {
      scores[i / 4][i % 4] = total[i];
    }
  }

  // As TensorDecode::score, of some lines of the rows.
  __device__ void score_lines(int line, int end) {
    for (int i = 0; i < 8; i++) {
      scores[i / 4][i % 4] = 0.0f;
    }
    const bool wide = kScoreTiles == 2;
    const int head = 16 * row_tile + lane % 16;
    const int key = column_warp * 8 * kScoreTiles + (wide ? lane / 16 * 8 : 0) + lane % 8;
    const uint32_t left_row = query + head * rows.bytes;
    const uint32_t right_row = tiles + key * rows.bytes;
    const uint32_t left_chunk = SwizzledRows::swizzle(head, lane / 16);
    const uint32_t right_chunk = SwizzledRows::swizzle(key, wide ? lane / 8 % 2 : lane / 8);
    for (; line < end; line += kLine) {
      uint32_t left[4], right[4];
#pragma unroll
      for (int step = 0; step < 4; step++) {
        load_matrices(left, left_row + line + (left_chunk ^ step * 32));
        if (wide || step % 2 == 0) {
          load_matrices(right, right_row + line + (right_chunk ^ step * 32));
        }
        if (wide) {
          multiply_add(scores[0], left, right[0], right[1]);
          multiply_add(scores[1], left, right[2], right[3]);
        } else {
          multiply_add(scores[step % 2], left, right[step % 2 * 2], right[step % 2 * 2 + 1]);
        }
      }
    }
    for (int j = 0; j < 4 && !wide; j++) {
      scores[0][j] += scores[1][j];
    }
  }

  // Takes in the tile's maxima, rescales, and shares the tile's weights, times the scales of each latent
  // tile. Their sum takes them without.
  __device__ void weigh() {
    float rescale[2];
#pragma unroll
    for (int half = 0; half < 2; half++) {
      float largest = max[half];
#pragma unroll
      for (int other = 0; other < kColumnWarps; other++) {
        largest = fmaxf(largest, maxima[other * kHeads + sums_row(half)]);
      }
      const float shift = shift_of(largest);
      rescale[half] = exp2_approx(max[half] - shift);
      max[half] = largest;
      weight_sum[half] *= rescale[half];
#pragma unroll
      for (int i = 0; i < kScoreTiles; i++) {
        const float x = exp2_approx(scores[i][2 * half] - shift);
        const float y = exp2_approx(scores[i][2 * half + 1] - shift);
        weight_sum[half] += x + y;
        const int chunk = column_warp * kScoreTiles + i;
#pragma unroll 1
        for (int t = 0; t < token.scale_tiles(); t++) {
          store_word(weight_chunk(t, sums_row(half), chunk) + lane % 4 * 4,
                     pack_bfloat16(x * scale(t, 4 * i), y * scale(t, 4 * i + 1)));
        }
      }
    }
#pragma unroll
    for (int i = 0; i < 8 * Base::kChunks; i++) {
      sums[i / 8][i / 4 % 2][i % 4] *= rescale[i % 4 / 2];
    }
  }

  __device__ uint32_t weight_chunk(int t, int row, int chunk) const {
    const uint32_t at = t == 0 ? weights : more_weights + (t - 1) * kHeads * kWeightRow;
    return at + row * kWeightRow + ((chunk ^ (row / 2 & 3)) << 4);
  }

  // The tile's values, transposed on the way, each latent tile with its own weights.
  __device__ void add_values() {
#pragma unroll
    for (int step = 0; step < kTile / 16; step++) {
      const int key = 16 * step + lane % 16;
      const uint32_t row = tiles + key * rows.bytes;
      const uint32_t own = SwizzledRows::swizzle(key, 2 * column_warp + lane / 16);
#pragma unroll
      for (int t = 0; t < kMostTiles; t++) {
        if (t < token.scale_tiles()) {
          uint32_t left[4], right[4];
          load_matrices(left, weight_chunk(t, 16 * row_tile + lane % 16, 2 * step + lane / 16));
#pragma unroll
          for (int i = 0; i < kChunksOfTile; i++) {
            const int chunk = t * kChunksOfTile + i;
            const int bytes = chunk * kColumnWarps * 32;
            load_transposed(right, row + bytes / kLine * kLine + (own ^ bytes % kLine));
            multiply_add(sums[chunk][0], left, right[0], right[1]);
            multiply_add(sums[chunk][1], left, right[2], right[3]);
          }
        }
      }
    }
  }
};

// As decode_split, with a ScaledDecode.
template <int kRowTiles, int kColumnWarps, class Keys>
__device__ void decode_scaled_split(const Problem& problem, const Keys& keys, Heads heads, int split,
                                    int count) {
  extern __shared__ __align__(kLine) unsigned char shared[];
  const int first = split * problem.keys_per_split;
  if (split > 0 && first >= count) {
    return;
  }
  ScaledDecode<kRowTiles, kColumnWarps, Keys> decode(problem, keys, heads, shared);
  if (first < count) {
    decode.attend(first, min(first + problem.keys_per_split, count));
  }
  if (decode.has_heads()) {
    decode.gather_weight_sums();
    write(decode, split, count <= problem.keys_per_split);
  }
}
