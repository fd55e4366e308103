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
  using Base::problem;
  using Base::row_tile;
  using Base::rows;
  using Base::scores;
  using Base::source;
  using Base::sums;
  using Base::sync_row_tile;
  using Base::tiles;
  using Base::warp;
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
        this->weigh(*this);
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

  // Of a key of this tile, in scale tile t.
  __device__ float scale(int t, int key) const {
    return __uint_as_float(load_word(scales + 4 * (t * kTile + key)));
  }

  // Of score i of this lane.
  __device__ int key_of(int i) const {
    return (column_warp * kScoreTiles + i / 4) * 8 + lane % 4 * 2 + i % 2;
  }

  // Of a row tile with this warp's keys: one latent tile after the other, then the roped features.
  __device__ void score() {
    float total[4 * kScoreTiles] = {};
    for (int t = 0; t <= token.scale_tiles(); t++) {
      const bool latents = t < token.scale_tiles();
      const int line = t * 2 * kScaleTile;
      Base::score(tiles, line, latents ? line + 2 * kScaleTile : rows.bytes);
#pragma unroll
      for (int i = 0; i < 4 * kScoreTiles; i++) {
        total[i] += latents ? scores[i / 4][i % 4] * scale(t, key_of(i)) : scores[i / 4][i % 4];
      }
    }
#pragma unroll
    for (int i = 0; i < 4 * kScoreTiles; i++) {
      scores[i / 4][i % 4] = total[i];
    }
  }

  // Two neighbouring weights, times the scales of each latent tile. Their sum takes them without.
  __device__ void share(int row, int chunk, float x, float y) const {
    const int key = 8 * chunk + lane % 4 * 2;
#pragma unroll 1
    for (int t = 0; t < token.scale_tiles(); t++) {
      store_word(weight_chunk(t, row, chunk) + lane % 4 * 4,
                 pack_bfloat16(x * scale(t, key), y * scale(t, key + 1)));
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
