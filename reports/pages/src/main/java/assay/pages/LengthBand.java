package assay.pages;

import assay.pages.Headrooms.Measured;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Cases whose longest sequences lie between two powers of four.
 *
 * @param from fewest keys
 * @param to most keys
 */
record LengthBand(long from, long to, Headrooms headrooms) {

  /** The bands that have cases, shortest first. */
  static List<LengthBand> of(List<Measured> cases) {
    Map<Integer, List<Measured>> bands = new TreeMap<>();
    for (Measured measured : cases) {
      bands
          .computeIfAbsent(index(measured.longest().orElseThrow()), band -> new ArrayList<>())
          .add(measured);
    }
    return bands.entrySet().stream().map(band -> band(band.getKey(), band.getValue())).toList();
  }

  String label() {
    return from == to ? Text.count(from) : Text.count(from) + " to " + Text.count(to);
  }

  private static LengthBand band(int index, List<Measured> cases) {
    Headrooms headrooms = new Headrooms(cases);
    return index < 0
        ? new LengthBand(0, 0, headrooms)
        : new LengthBand(1L << (2 * index), (1L << (2 * (index + 1))) - 1, headrooms);
  }

  /** ⌊log₄ keys⌋, and −1 for no keys. */
  private static int index(int keys) {
    return keys == 0 ? -1 : (Integer.SIZE - 1 - Integer.numberOfLeadingZeros(keys)) / 2;
  }
}
