package assay.gpu.emulator.machine;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Says which warp of a block runs next, and for how many instructions.
 *
 * <p>Every order is fair in the end: a warp that spins until another has done something gives way
 * to it.
 */
final class Turns {

  /** Long enough that only warps that spin are ever interrupted. */
  private static final int LONG = 1 << 14;

  private static final int SHORT_BITS = 9;

  /** After so many turns of others, the warp that runs last has one. */
  private static final int PATIENCE = 256;

  private final Warp[] warps;
  private final WarpOrder order;
  private SplittableRandom random = new SplittableRandom(0);
  private int special;
  private int last;
  private int since;

  Turns(Warp[] warps, WarpOrder order) {
    this.warps = warps;
    this.order = order;
  }

  void begin(SplittableRandom choices) {
    random = choices;
    special = order == WarpOrder.ASCENDING ? 0 : random.nextInt(warps.length);
    last = warps.length - 1;
    since = 0;
  }

  /** How many instructions the chosen warp may execute. */
  int length() {
    return switch (order) {
      case ASCENDING -> LONG;
      case RANDOM -> shortTurn();
      case ONE_LAST -> last == special ? shortTurn() : LONG;
      case ONE_FIRST -> last == special ? LONG : shortTurn();
    };
  }

  private int shortTurn() {
    return 1 + random.nextInt(1 << random.nextInt(SHORT_BITS));
  }

  /** The warp whose turn it is; null if none can go on. */
  @Nullable Warp next() {
    return switch (order) {
      case ASCENDING -> after(last, -1);
      case RANDOM -> after(random.nextInt(warps.length), -1);
      case ONE_LAST -> others();
      case ONE_FIRST -> favourite();
    };
  }

  private @Nullable Warp others() {
    since++;
    Warp other = since > PATIENCE && warps[special].flow().running() ? null : after(last, special);
    return other != null ? other : itself();
  }

  private @Nullable Warp favourite() {
    if (last != special && warps[special].flow().running()) {
      return itself();
    }
    Warp other = after(random.nextInt(warps.length), special);
    return other != null ? other : itself();
  }

  private @Nullable Warp itself() {
    since = 0;
    last = special;
    return warps[special].flow().running() ? warps[special] : null;
  }

  /** The first warp behind {@code place} that can run and is not {@code left}. */
  private @Nullable Warp after(int place, int left) {
    for (int i = 1; i <= warps.length; i++) {
      int number = (place + i) % warps.length;
      if (number != left && warps[number].flow().running()) {
        last = number;
        return warps[number];
      }
    }
    return null;
  }
}
