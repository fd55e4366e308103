package assay.gpu.emulator.machine;

import java.util.SplittableRandom;

/**
 * What a kernel must not depend on: in which order its blocks, warps and lanes run, and when its
 * asynchronous copies complete. A schedule decides all of it, so a run is repeated by its schedule.
 *
 * @param seed of whatever is random
 */
public record Schedule(
    long seed, Completion completion, WarpOrder warps, BlockOrder blocks, Divergence divergence) {

  /** Everything in ascending order, copies as late as they may: the default. */
  public static final Schedule LATEST =
      new Schedule(
          0, Completion.LATEST, WarpOrder.ASCENDING, BlockOrder.ASCENDING, Divergence.LOWEST_FIRST);

  /** The same with copies that complete where they are issued. */
  public static final Schedule EARLIEST = LATEST.with(Completion.EARLIEST);

  /** A schedule drawn from a seed. */
  public static Schedule seeded(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new Schedule(
        seed,
        one(random, Completion.values()),
        one(random, WarpOrder.values()),
        one(random, BlockOrder.values()),
        one(random, Divergence.values()));
  }

  private static <T> T one(SplittableRandom random, T[] values) {
    return values[random.nextInt(values.length)];
  }

  /**
   * The schedule of this name: {@code latest}, {@code earliest} or a seed.
   *
   * @throws IllegalArgumentException if it is none of them
   */
  public static Schedule named(String name) {
    return switch (name) {
      case "latest" -> LATEST;
      case "earliest" -> EARLIEST;
      default -> seeded(seed(name));
    };
  }

  private static long seed(String name) {
    try {
      return Long.parseLong(name);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "schedule is '%s'; allowed are latest, earliest, random and a whole number, a seed"
              .formatted(name));
    }
  }

  public Schedule with(Completion other) {
    return new Schedule(seed, other, warps, blocks, divergence);
  }

  public Schedule with(WarpOrder other) {
    return new Schedule(seed, completion, other, blocks, divergence);
  }

  public Schedule with(BlockOrder other) {
    return new Schedule(seed, completion, warps, other, divergence);
  }

  public Schedule with(Divergence other) {
    return new Schedule(seed, completion, warps, blocks, other);
  }

  /** The name under which {@link #named} finds it, or all its parts. */
  @Override
  public String toString() {
    if (equals(LATEST)) {
      return "latest";
    }
    if (equals(EARLIEST)) {
      return "earliest";
    }
    String parts =
        "copies %s, warps %s, blocks %s, lanes %s".formatted(completion, warps, blocks, divergence);
    return equals(seeded(seed)) ? Long.toString(seed) : "seed %d, %s".formatted(seed, parts);
  }

  /** The random choices of one block, the same whichever thread runs it. */
  SplittableRandom choices(long block) {
    return new SplittableRandom(seed * 0x9e3779b97f4a7c15L + block);
  }
}
