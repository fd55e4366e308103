package assay.spec;

/** Bytes of a token in one layer, by the layout of its slot. */
enum SlotBytes {
  FP8_DS_MLA {
    @Override
    int of(int latent, int rope) {
      return latent + latent / 128 * Float.BYTES + rope * Short.BYTES;
    }
  },
  MODEL1 {
    @Override
    int of(int latent, int rope) {
      return latent + rope * Short.BYTES + Math.ceilDiv(latent / 64, 8) * 8;
    }
  };

  abstract int of(int latent, int rope);
}
