package assay.verify;

/** Changes keys and values, in the order in which each head of a sequence sees them. */
@FunctionalInterface
interface KeyEdit {

  /**
   * Changes one key and its value.
   *
   * @param t the key's number in its sequence
   * @param length how many keys the sequence has
   * @param key its features, to be changed in place
   * @param value its value's features, likewise; the same array as {@code key} where a value is the
   *     beginning of its key, which may be longer
   */
  void edit(int t, int length, double[] key, double[] value);
}
