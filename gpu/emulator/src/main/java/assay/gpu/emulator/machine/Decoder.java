package assay.gpu.emulator.machine;

/** The numbers that the elements of a matrix stand for. */
public sealed interface Decoder {

  /** Elements that are the leading bits of a binary32: bf16 and tf32. */
  record Leading(int bits) implements Decoder {}

  /** Elements that another way is known for. */
  non-sealed interface Converted extends Decoder {

    /** Decodes the element {@code shift} bits up in each lane, to the bits of a binary32. */
    void decode(int[] lanes, int shift, int[] to);
  }

  /** Decodes element {@code element} of {@code count} in each lane. */
  default void decode(Tile tile, int[] lanes, int element, int count, double[] to, int at) {
    int width = Integer.SIZE / count;
    switch (this) {
      case Leading(int bits) ->
          tile.widen(lanes, element * width + width - bits, Integer.SIZE - bits, to, at);
      case Converted other -> {
        other.decode(lanes, element * width, tile.bits);
        tile.widen(tile.bits, 0, 0, to, at);
      }
    }
  }
}
