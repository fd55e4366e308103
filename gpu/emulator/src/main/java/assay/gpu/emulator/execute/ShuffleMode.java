package assay.gpu.emulator.execute;

import assay.gpu.emulator.load.Form;

/** Which lane a lane reads in a shuffle. PTX ISA 9.7.9.6. */
enum ShuffleMode {
  UP,
  DOWN,
  BFLY,
  IDX;

  static ShuffleMode of(Form form) {
    return form.has("up") ? UP : form.has("down") ? DOWN : form.has("bfly") ? BFLY : IDX;
  }

  /** The lane to read, or −1 if it lies outside the segment; {@code b} and {@code c} as in PTX. */
  int source(int lane, int b, int c) {
    int segment = c >>> 8 & 31;
    int limit = (lane & segment) | (c & 31 & ~segment);
    int first = lane & segment;
    int distance = b & 31;
    int source =
        switch (this) {
          case UP -> lane - distance;
          case DOWN -> lane + distance;
          case BFLY -> lane ^ distance;
          case IDX -> first | (distance & ~segment);
        };
    boolean inside = this == UP ? source >= limit : source <= limit;
    return inside ? source : -1;
  }
}
