package assay.gpu.emulator.machine;

import java.util.Arrays;

/** Several readers of one word, none before another; of very many some are forgotten. */
final class Readers {

  /** As many as a block has warps. */
  private static final int MOST = 32;

  private long[] epochs = new long[4];
  private int[] places = new int[4];
  private int[] lanes = new int[4];
  private byte[] masks = new byte[4];
  private int size = 1;

  Readers(long epoch, int place, int by, int mask) {
    epochs[0] = epoch;
    places[0] = place;
    lanes[0] = by;
    masks[0] = (byte) mask;
  }

  /** Adds a reader, in the place of its own last read or of one that it comes after. */
  void note(Warp warp, long epoch, int by, int mask) {
    int at = size;
    for (int i = 0; i < size; i++) {
      if (epochs[i] == epoch) {
        lanes[i] = WordLanes.joined(lanes[i], masks[i], by, mask);
        masks[i] |= (byte) mask;
        return;
      }
      if (at == size && (Epoch.who(epochs[i]) == Epoch.who(epoch) || warp.isAfter(epochs[i]))) {
        at = i;
      }
    }
    if (at == size) {
      at = size < MOST ? size++ : (int) (epoch >>> 24) & MOST - 1;
      grow();
    }
    epochs[at] = epoch;
    places[at] = warp.at();
    lanes[at] = by;
    masks[at] = (byte) mask;
  }

  private void grow() {
    if (size > epochs.length) {
      epochs = Arrays.copyOf(epochs, 2 * epochs.length);
      places = Arrays.copyOf(places, epochs.length);
      lanes = Arrays.copyOf(lanes, epochs.length);
      masks = Arrays.copyOf(masks, epochs.length);
    }
  }

  int size() {
    return size;
  }

  long epoch(int index) {
    return epochs[index];
  }

  int place(int index) {
    return places[index];
  }

  /** By {@link WordLanes}. */
  int lanes(int index) {
    return lanes[index];
  }

  int mask(int index) {
    return masks[index];
  }
}
