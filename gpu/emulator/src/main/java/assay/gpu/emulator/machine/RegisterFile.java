package assay.gpu.emulator.machine;

import java.util.Arrays;

/** Makes the arrays behind a warp's registers. */
final class RegisterFile {

  private RegisterFile() {}

  static int[][] words(Program.Frame frame) {
    int[][] words = new int[frame.words()][Warp.LANES];
    for (Program.WordConstant constant : frame.wordConstants()) {
      Arrays.fill(words[constant.index()], constant.value());
    }
    return words;
  }

  static long[][] longs(Program.Frame frame) {
    long[][] longs = new long[frame.longs()][Warp.LANES];
    for (Program.LongConstant constant : frame.longConstants()) {
      Arrays.fill(longs[constant.index()], constant.value());
    }
    return longs;
  }

  /** Special registers depend on the block, so they are filled for each. */
  static void special(Warp warp, Program.Frame frame) {
    for (Program.SpecialWord special : frame.specials()) {
      int[] lanes = warp.words[special.index()];
      for (int lane = 0; lane < Warp.LANES; lane++) {
        lanes[lane] = special.register().value().at(warp, lane);
      }
    }
  }
}
