package assay.gpu.emulator.machine;

import java.util.HashMap;
import java.util.Map;

/** What a warp knows of others: up to which clock it comes after each agent. */
final class Known {

  /** Beyond so many agents of other blocks, whole blocks are taken to be known. */
  private static final int MOST = 4096;

  final long turn;
  final int[] own;

  /** Agents of other blocks, with their blocks. */
  private final Map<Long, Integer> others;

  /** Blocks with a turn below are known as a whole. */
  private long before;

  Known(long turn, int agents) {
    this(turn, new int[agents], new HashMap<>(), 0);
  }

  private Known(long turn, int[] own, Map<Long, Integer> others, long before) {
    this.turn = turn;
    this.own = own;
    this.others = others;
    this.before = before;
  }

  Known copy() {
    return new Known(turn, own.clone(), new HashMap<>(others), before);
  }

  boolean includes(long epoch) {
    if (Epoch.turn(epoch) == turn) {
      return Epoch.clock(epoch) <= own[Epoch.agent(epoch)];
    }
    return Epoch.turn(epoch) < before
        || Epoch.clock(epoch) <= others.getOrDefault(Epoch.who(epoch), 0);
  }

  void join(Known more) {
    if (more.turn == turn) {
      for (int agent = 0; agent < own.length; agent++) {
        own[agent] = Math.max(own[agent], more.own[agent]);
      }
    } else {
      for (int agent = 0; agent < more.own.length; agent++) {
        long epoch = Epoch.of(more.turn, agent, more.own[agent]);
        others.merge(Epoch.who(epoch), more.own[agent], Math::max);
      }
    }
    before = Math.max(before, more.before);
    more.others.forEach(this::learn);
    if (others.size() > MOST) {
      before = Math.max(before, turn);
      others.clear();
    }
  }

  private void learn(long who, int clock) {
    if (who >>> 6 == turn) {
      int agent = (int) who & 63;
      own[agent] = Math.max(own[agent], clock);
    } else {
      others.merge(who, clock, Math::max);
    }
  }
}
