package assay.gpu.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class KeySplitsTest {

  @Test
  void keysAreSharedOutOverTheMultiprocessors_inWholeTiles() {
    assertEquals(new KeySplits(224, 5), KeySplits.of(new int[] {1000, 10}, 2, 10));
  }

  @Test
  void fewKeysAreNotSplit() {
    assertEquals(new KeySplits(128, 1), KeySplits.of(new int[] {128}, 1, 100));
    assertEquals(new KeySplits(128, 2), KeySplits.of(new int[] {129}, 1, 100));
  }

  @Test
  void noKeys_areOneSplit_whichHasNoPartialResults() {
    KeySplits none = KeySplits.of(new int[] {0, 0}, 1, 100);
    assertEquals(new KeySplits(128, 1), none);
    assertEquals(0, none.partialRows(2));
  }

  @Test
  void everySplitHasPartialResultsOfEveryRow() {
    assertEquals(15, new KeySplits(128, 5).partialRows(3));
  }
}
