package assay.verify;

import java.util.BitSet;

/** Which places along an axis are concerned, in words that are short where there is a pattern. */
final class WhereWrong {

  /** A period is believed from this many repetitions on. */
  private static final int REPETITIONS = 3;

  private WhereWrong() {}

  /**
   * {@code all}, {@code none}, {@code only 3 of 16}, {@code last of 16}, {@code 4 to 7 of 16},
   * {@code every 64th from 5}, {@code all but 3 of 16}, or how many.
   */
  static String words(BitSet places, int extent) {
    int count = places.cardinality();
    if (count == 0) {
      return "none";
    }
    if (count == extent) {
      return extent == 1 ? "the only one" : "all";
    }
    int first = places.nextSetBit(0);
    int last = places.length() - 1;
    if (count == 1) {
      return single(first, extent);
    }
    if (count == last - first + 1) {
      return range(first, last, extent);
    }
    int period = period(places, extent);
    if (period > 0) {
      return "every %d%s from %d".formatted(period, ordinal(period), first);
    }
    return count == extent - 1
        ? "all but %d of %d".formatted(places.nextClearBit(0), extent)
        : "%d of %d, from %d to %d".formatted(count, extent, first, last);
  }

  private static String single(int place, int extent) {
    if (place == extent - 1) {
      return "last of %d".formatted(extent);
    }
    return place == 0 ? "first of %d".formatted(extent) : "only %d of %d".formatted(place, extent);
  }

  private static String range(int first, int last, int extent) {
    if (first == 0) {
      return "first %d of %d".formatted(last + 1, extent);
    }
    return last == extent - 1
        ? "last %d of %d".formatted(extent - first, extent)
        : "%d to %d of %d".formatted(first, last, extent);
  }

  /** The distance of neighbours, where it is the same to the axis's ends; 0 otherwise. */
  private static int period(BitSet places, int extent) {
    int first = places.nextSetBit(0);
    int period = places.nextSetBit(first + 1) - first;
    boolean fills = first < period && places.length() - 1 + period >= extent;
    boolean even =
        places.stream().allMatch(place -> (place - first) % period == 0)
            && places.cardinality() == (places.length() - 1 - first) / period + 1;
    return fills && even && places.cardinality() >= REPETITIONS ? period : 0;
  }

  private static String ordinal(int number) {
    if (number % 100 >= 11 && number % 100 <= 13) {
      return "th";
    }
    return switch (number % 10) {
      case 1 -> "st";
      case 2 -> "nd";
      case 3 -> "rd";
      default -> "th";
    };
  }
}
