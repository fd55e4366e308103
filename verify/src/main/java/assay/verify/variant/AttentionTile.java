package assay.verify.variant;

/** Keys and values that are loaded together, in whatever state the last tile left the arrays. */
public final class AttentionTile {

  /** [tile keys][key width]. */
  public final float[][] keys;

  /** The same, [key width][tile keys]. */
  public final float[][] transposed;

  /** [tile keys][value width]. */
  public final float[][] values;

  private int first;
  private int count;

  AttentionTile(Memory memory, int tileKeys, int keyWidth, int valueWidth) {
    this.keys = memory.scratch(tileKeys, keyWidth);
    this.transposed = memory.scratch(keyWidth, tileKeys);
    this.values = memory.scratch(tileKeys, valueWidth);
  }

  /** From now on it holds keys {@code first} to before {@code first + count}. */
  void begin(int newFirst, int newCount) {
    first = newFirst;
    count = newCount;
  }

  /** The first key. */
  public int first() {
    return first;
  }

  /** How many keys were loaded; the others are a tail. */
  public int count() {
    return count;
  }

  /** How many keys fit. */
  public int capacity() {
    return keys.length;
  }

  void transpose() {
    for (int i = 0; i < transposed.length; i++) {
      float[] row = transposed[i];
      for (int j = 0; j < row.length; j++) {
        row[j] = keys[j][i];
      }
    }
  }
}
