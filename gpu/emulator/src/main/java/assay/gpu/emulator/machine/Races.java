package assay.gpu.emulator.machine;

import assay.gpu.device.DeviceFault;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds accesses to a block's shared memory that nothing orders, whatever order they happen to run
 * in.
 *
 * <p>Agents are the warps, and for each warp its asynchronous copies, whose clock is the number of
 * groups. Barriers and waits pass clocks on; an atomic operation passes them on to the next at the
 * same word, which is more than PTX promises without a fence. Two accesses of different agents to a
 * byte, one of them a write, are a race if neither comes before the other by these clocks.
 *
 * <p>Source: Flanagan and Freund, FastTrack, PLDI 2009: most words need one writer and one reader,
 * and only those that several warps read keep a clock for each.
 */
final class Races {

  private static final int GRAIN = 4;
  private static final int ALL_BYTES = 15;
  private static final int CLOCK_BITS = 24;
  private static final int CLOCK = (1 << CLOCK_BITS) - 1;

  private final Block block;
  private final int warps;
  private final int[][] clocks;
  private final int[] writers;
  private final int[] writePlaces;
  private final byte[] writeBytes;
  private final int[] readers;
  private final int[] readPlaces;
  private final byte[] readBytes;

  /** Words that several warps have read: for each warp its clock, place and bytes. */
  private final Map<Integer, int[][]> manyReaders = new HashMap<>();

  /** What the last atomic operation at a word knew. */
  private final Map<Integer, int[]> atomics = new HashMap<>();

  Races(Block block, int warps, int bytes) {
    int words = (bytes + GRAIN - 1) / GRAIN;
    this.block = block;
    this.warps = warps;
    this.clocks = new int[warps][2 * warps];
    this.writers = new int[words];
    this.writePlaces = new int[words];
    this.writeBytes = new byte[words];
    this.readers = new int[words];
    this.readPlaces = new int[words];
    this.readBytes = new byte[words];
  }

  /** A new block: nothing has been touched. */
  void clear() {
    Arrays.fill(writers, 0);
    Arrays.fill(readers, 0);
    manyReaders.clear();
    atomics.clear();
    for (int warp = 0; warp < warps; warp++) {
      Arrays.fill(clocks[warp], 0);
      clocks[warp][warp] = 1;
    }
  }

  /** What a warp knows, to be passed on; what it does from here on is not part of it. */
  int[] release(Warp warp) {
    int[] known = clocks[warp.number].clone();
    clocks[warp.number][warp.number]++;
    return known;
  }

  /** A warp learns what others knew. */
  void acquire(Warp warp, int[] known) {
    join(clocks[warp.number], known);
  }

  static void join(int[] into, int[] known) {
    for (int agent = 0; agent < into.length; agent++) {
      into[agent] = Math.max(into[agent], known[agent]);
    }
  }

  /** A warp has waited for its copies of all groups up to number {@code groups}. */
  void awaited(Warp warp, int groups) {
    int[] own = clocks[warp.number];
    own[warps + warp.number] = Math.max(own[warps + warp.number], groups);
  }

  void read(Warp warp, int lane, int offset, int bytes) {
    for (int word = offset / GRAIN; word * GRAIN < offset + bytes; word++) {
      readWord(warp, lane, word, bytesOf(word, offset, bytes));
    }
  }

  private void readWord(Warp warp, int lane, int word, int bytes) {
    requireAfterWrite(warp, lane, word, bytes, "read");
    int mine = epoch(warp.number, clocks[warp.number][warp.number]);
    int @Nullable [][] many = manyReaders.isEmpty() ? null : manyReaders.get(word);
    if (many != null) {
      note(many, warp, bytes);
    } else if (readers[word] == mine) {
      readBytes[word] |= (byte) bytes;
    } else if (readers[word] == 0 || isBefore(readers[word], warp)) {
      readers[word] = mine;
      readPlaces[word] = warp.at();
      readBytes[word] = (byte) bytes;
    } else {
      spread(warp, word, bytes);
    }
  }

  private void spread(Warp warp, int word, int bytes) {
    int[][] many = new int[3][warps];
    int other = readers[word] >>> CLOCK_BITS;
    many[0][other] = readers[word] & CLOCK;
    many[1][other] = readPlaces[word];
    many[2][other] = readBytes[word];
    note(many, warp, bytes);
    manyReaders.put(word, many);
  }

  private void note(int[][] many, Warp warp, int bytes) {
    int clock = clocks[warp.number][warp.number];
    many[2][warp.number] = bytes | (many[0][warp.number] == clock ? many[2][warp.number] : 0);
    many[0][warp.number] = clock;
    many[1][warp.number] = warp.at();
  }

  void write(Warp warp, int lane, int offset, int bytes) {
    int epoch = epoch(warp.number, clocks[warp.number][warp.number]);
    write(warp, lane, offset, bytes, epoch, "write");
  }

  /** A copy begins that belongs to its lane's group of this number, from 1. */
  void copy(Warp warp, int lane, int offset, int bytes, int group) {
    write(warp, lane, offset, bytes, epoch(warps + warp.number, group), "asynchronous copy");
  }

  private void write(Warp warp, int lane, int offset, int bytes, int epoch, String what) {
    for (int word = offset / GRAIN; word * GRAIN < offset + bytes; word++) {
      int touched = bytesOf(word, offset, bytes);
      requireAfterWrite(warp, lane, word, touched, what);
      requireAfterReads(warp, lane, word, touched, what);
      boolean again = writers[word] == epoch;
      writeBytes[word] = (byte) (again ? writeBytes[word] | touched : touched);
      writers[word] = epoch;
      writePlaces[word] = warp.at();
      if (touched == ALL_BYTES) {
        readers[word] = 0;
        manyReaders.remove(word);
      }
    }
  }

  /** An atomic operation comes after all that the last one at its word knew. */
  void atomic(Warp warp, int offset) {
    int word = offset / GRAIN;
    int[] known = atomics.get(word);
    if (known != null) {
      acquire(warp, known);
    }
    atomics.put(word, release(warp));
  }

  private void requireAfterWrite(Warp warp, int lane, int word, int bytes, String what) {
    int writer = writers[word];
    if (writer != 0 && (writeBytes[word] & bytes) != 0 && !isBefore(writer, warp)) {
      boolean copy = writer >>> CLOCK_BITS >= warps;
      throw race(
          lane,
          word,
          what,
          copy ? "the asynchronous copy" : "the write",
          (writer >>> CLOCK_BITS) % warps,
          writePlaces[word]);
    }
  }

  private void requireAfterReads(Warp warp, int lane, int word, int bytes, String what) {
    int @Nullable [][] many = manyReaders.isEmpty() ? null : manyReaders.get(word);
    if (many != null) {
      for (int other = 0; other < warps; other++) {
        boolean before = many[0][other] <= clocks[warp.number][other];
        if (!before && (many[2][other] & bytes) != 0) {
          throw race(lane, word, what, "the read", other, many[1][other]);
        }
      }
    } else if (readers[word] != 0
        && (readBytes[word] & bytes) != 0
        && !isBefore(readers[word], warp)) {
      throw race(lane, word, what, "the read", readers[word] >>> CLOCK_BITS, readPlaces[word]);
    }
  }

  private Fault race(int lane, int word, String what, String other, int warp, int place) {
    Program.Place at = block.grid.program.places().get(place);
    String source = at.source().map(line -> ", " + line).orElse("");
    return new Fault(
        DeviceFault.Kind.RACE,
        lane,
        "nothing orders this %s of shared byte %d and %s by warp %d at PTX line %d%s"
            .formatted(what, word * GRAIN, other, warp, at.line(), source));
  }

  private boolean isBefore(int epoch, Warp warp) {
    return (epoch & CLOCK) <= clocks[warp.number][epoch >>> CLOCK_BITS];
  }

  private static int epoch(int agent, int clock) {
    return agent << CLOCK_BITS | Math.min(clock, CLOCK);
  }

  private static int bytesOf(int word, int offset, int bytes) {
    int first = Math.max(offset - word * GRAIN, 0);
    int end = Math.min(offset + bytes - word * GRAIN, GRAIN);
    return (1 << end) - (1 << first);
  }
}
