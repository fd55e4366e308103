package assay.verify.diagnosis;

import assay.spec.InvalidIndexRule;
import assay.spec.SparseMlaDecode.Selection;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * The index lists of a sparse problem, as they stand.
 *
 * @param known lists that were asked for before
 */
record Listing(Selection selection, long pool, Map<Integer, int[]> known) {

  Listing(Selection selection, long pool) {
    this(selection, pool, new HashMap<>());
  }

  /** A key of zeros. */
  static final int ZEROS = -1;

  /** No key at all. */
  static final int SKIP = Integer.MIN_VALUE;

  /** The first {@code count} entries of a token's list, invalid ones too. */
  int[] raw(int token, int count) {
    int first = token * selection.listed();
    return Arrays.copyOfRange(
        selection.indices(), first, first + Math.clamp(count, 0, selection.listed()));
  }

  int[] raw(int token) {
    return raw(token, count(token));
  }

  int count(int token) {
    return selection.counts()[Math.floorMod(token, selection.counts().length)];
  }

  int tokens() {
    return selection.counts().length;
  }

  boolean isValid(int index) {
    return selection.rule() == InvalidIndexRule.MINUS_ONE
        ? index != -1
        : index >= 0 && index < pool;
  }

  /** The slots of these entries; those of an invalid one as {@code instead} has it. */
  int[] slots(int[] entries, IntUnaryOperator instead) {
    return Arrays.stream(entries)
        .map(i -> isValid(i) ? i : instead.applyAsInt(i))
        .filter(i -> i != SKIP)
        .toArray();
  }

  int[] slots(int... entries) {
    return slots(entries, i -> SKIP);
  }

  /** The valid slots of a token for which {@code wanted} holds. */
  int[] only(int token, IntPredicate wanted) {
    return Arrays.stream(slots(raw(token))).filter(wanted).toArray();
  }

  /** The valid slots of a token's whole list, past its count too. */
  int[] listed(int token) {
    return known.computeIfAbsent(token, n -> slots(raw(n, Integer.MAX_VALUE)));
  }

  int[] toFirstInvalid(int token) {
    return IntStream.of(raw(token)).takeWhile(this::isValid).toArray();
  }
}
