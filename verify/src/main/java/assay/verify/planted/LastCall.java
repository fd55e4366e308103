package assay.verify.planted;

import assay.verify.variant.Buffer;
import assay.verify.variant.Memory;

/** Numbers of the call before where it had as many; in the first call they are the right ones. */
final class LastCall {

  private final int[] values;
  private final Buffer kept;

  LastCall(Memory memory, int[] values) {
    this.values = values;
    this.kept = memory.workspace("last call", 1, values.length + 1);
  }

  int value(int i) {
    boolean sameCount = kept.load(values.length) == values.length;
    return sameCount ? (int) kept.load(i) : values[i];
  }

  /** For the next call. */
  void keep() {
    for (int i = 0; i < values.length; i++) {
      kept.store(i, values[i]);
    }
    kept.store(values.length, values.length);
  }
}
