package assay.gpu.emulator.machine;

import assay.gpu.device.DeviceFault;
import java.util.SplittableRandom;

/**
 * Which lanes of a warp run, and at which instruction.
 *
 * <p>By default the group of lanes with the lowest program counter runs first and takes in other
 * groups when it reaches them, so that lanes meet again where their paths do.
 */
final class Flow {

  /** Lanes that have run so long while others could are taken to wait for them in a loop. */
  private static final int SPINNING = 1 << 13;

  private final Warp warp;
  private final Divergence divergence;
  private final Groups groups = new Groups();
  private int live;
  private int active;
  private int pc;
  private int meeting;
  private boolean running;
  private long spent;
  private long chosenAt;
  private SplittableRandom choices = new SplittableRandom(0);

  Flow(Warp warp, Divergence divergence) {
    this.warp = warp;
    this.divergence = divergence;
  }

  /** Puts the lanes at the start. */
  void begin(int lanes, SplittableRandom random) {
    live = lanes;
    active = lanes;
    pc = 0;
    spent = 0;
    chosenAt = 0;
    running = true;
    choices = random;
    groups.clear();
    meeting = meeting();
  }

  /** Lanes that have not exited. */
  int live() {
    return live;
  }

  /** Lanes that run now. */
  int active() {
    return active;
  }

  /** False while every lane waits or has exited. */
  boolean running() {
    return running;
  }

  /** The instruction to execute next. */
  int next() {
    return pc;
  }

  /** This instruction is being executed; unless it says otherwise, the one behind it is next. */
  void at(int instruction) {
    pc = instruction + 1;
  }

  Groups groups() {
    return groups;
  }

  /** Instructions executed so far. */
  long spent() {
    return spent;
  }

  void spend(long instructions) {
    spent += instructions;
  }

  /** Lets other lanes join or run, where they must. */
  void meet() {
    if (pc >= meeting) {
      if (running && active != 0) {
        groups.add(pc, active);
      }
      choose();
    }
  }

  /** At the end of a turn other lanes may go on: always if they spin, else if nothing is sure. */
  void giveWay() {
    boolean any = divergence == Divergence.RANDOM;
    if (any || (spent - chosenAt > SPINNING && groups.count() > 0)) {
      int rest = any ? active & choices.nextInt() : 0;
      if (rest != active) {
        groups.add(pc, active & ~rest);
      }
      if (rest != 0) {
        groups.split(pc, rest);
      }
      take(groups.readyFrom(choices.nextInt(groups.count())));
      meeting = Integer.MAX_VALUE;
    }
  }

  /** Sends the lanes of {@code mask} to {@code target}; the other active lanes go on. */
  void branch(int target, int mask) {
    int rest = active & ~mask;
    if (rest == 0) {
      pc = target;
      return;
    }
    groups.add(pc, rest);
    groups.add(target, mask);
    choose();
  }

  /** Ends the lanes of {@code mask}. */
  void exit(int mask) {
    requireNobodyAtBarrier(mask);
    live &= ~mask;
    stop(mask);
  }

  /** Stops the lanes of {@code mask} until {@link #release}; the others go on. */
  void block(int mask, int barrier) {
    groups.block(pc, mask, barrier);
    stop(mask);
  }

  private void stop(int mask) {
    active &= ~mask;
    if (active == 0) {
      choose();
    }
  }

  /** Lets those go on whom a barrier has stopped. */
  void release(int barrier) {
    groups.release(barrier);
    if (running) {
      meeting = meeting();
    } else {
      choose();
    }
  }

  /**
   * True if every live lane of {@code members} is in {@code mask}; otherwise the active lanes wait
   * in front of this instruction for the missing ones.
   *
   * @throws Fault if a missing lane passes by without taking part
   */
  boolean converged(int members, int mask, String what) {
    int missing = members & live & ~mask;
    if (missing == 0) {
      return true;
    }
    if ((missing & active) != 0 || !groups.canStillArrive(missing)) {
      throw fault(
          mask,
          "%s names lanes 0x%08x, but lanes 0x%08x do not take part"
              .formatted(what, members, missing));
    }
    hold(false);
    return false;
  }

  /**
   * True if every live lane is in {@code mask}; otherwise the active lanes wait for the others in
   * front of this barrier of the block.
   *
   * @throws Fault if a lane passes by, or exits instead
   */
  boolean gathered(int mask) {
    int missing = live & ~mask;
    if (missing != 0 && (missing & active) != 0) {
      throw alone(mask, missing);
    }
    if (missing != 0) {
      hold(true);
    }
    return missing == 0;
  }

  /** The active lanes wait in front of this instruction, together with those that do already. */
  private void hold(boolean atBarrier) {
    groups.await(pc - 1, active, atBarrier);
    active = 0;
    choose();
  }

  private static Fault fault(int mask, String detail) {
    return new Fault(DeviceFault.Kind.BARRIER, Integer.numberOfTrailingZeros(mask), detail);
  }

  private static Fault alone(int mask, int missing) {
    return fault(
        mask,
        "lanes 0x%08x reach the barrier without lanes 0x%08x of their warp"
            .formatted(mask, missing));
  }

  private void requireNobodyAtBarrier(int leaving) {
    int group = groups.atBarrier();
    if (group >= 0) {
      at(groups.pc(group));
      throw alone(groups.mask(group), leaving);
    }
  }

  private void choose() {
    int chosen =
        switch (divergence) {
          case LOWEST_FIRST -> groups.lowestReady();
          case HIGHEST_FIRST -> groups.highestReady();
          case RANDOM ->
              groups.readyFrom(groups.count() == 0 ? 0 : choices.nextInt(groups.count()));
        };
    if (chosen < 0) {
      requireHope();
    }
    take(chosen);
  }

  private void requireHope() {
    if (groups.blocked() < 0) {
      requireNobodyAtBarrier(live);
      if (groups.anyAwaits()) {
        at(groups.awaitingPc());
        throw new Fault(
            DeviceFault.Kind.DEADLOCK,
            Integer.numberOfTrailingZeros(groups.awaitingMask()),
            "lanes wait for others of their warp that never come: " + Positions.of(warp));
      }
    }
  }

  private void take(int chosen) {
    running = chosen >= 0;
    active = running ? groups.mask(chosen) : 0;
    pc = running ? groups.pc(chosen) : pc;
    chosenAt = spent;
    if (running) {
      groups.remove(chosen);
    }
    meeting = meeting();
  }

  /** Where the running lanes must let others run or join them. */
  private int meeting() {
    return divergence == Divergence.LOWEST_FIRST ? groups.lowest() : Integer.MAX_VALUE;
  }
}
