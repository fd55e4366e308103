package assay.files;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** Damages a valid file in many ways, each of which follows from its seed. */
final class Damage {

  private static final byte[] TELLING =
      "{}[](),:\"'0919-\\\0".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

  private Damage() {}

  /** Reads a file to its last byte. */
  interface Reader {
    void read(Path file, Arena arena) throws IOException;
  }

  /** How many damaged files a reader took, and how many it refused. */
  record Survey(int taken, int refused) {}

  /**
   * Lets {@code reader} read {@code file} in {@code count} damaged versions; anything else than
   * tensors or {@link BadFile} is a failure that names the seed.
   */
  static Survey survey(Path file, int count, Reader reader) throws IOException {
    byte[] valid = Files.readAllBytes(file);
    int taken = 0;
    for (int seed = 0; seed < count; seed++) {
      rewrite(file, damaged(valid, seed));
      taken += reads(file, seed, reader) ? 1 : 0;
    }
    rewrite(file, valid);
    assertTrue(reads(file, -1, reader), "the undamaged file is refused");
    return new Survey(taken, count - taken);
  }

  /** A new file each time: some file systems flush one that is written over. */
  private static void rewrite(Path file, byte[] bytes) throws IOException {
    Files.delete(file);
    Files.write(file, bytes);
  }

  private static boolean reads(Path file, int seed, Reader reader) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      reader.read(file, arena);
      return true;
    } catch (BadFile refused) {
      return false;
    } catch (IOException | RuntimeException | Error wrong) {
      return fail("damage " + seed + " of " + file + " gives " + wrong, wrong);
    }
  }

  static byte[] damaged(byte[] valid, int seed) {
    Random random = new Random(seed);
    byte[] bytes = valid.clone();
    for (int blow = random.nextInt(1, 4); blow > 0; blow--) {
      bytes = blow(bytes, random);
    }
    return bytes;
  }

  private static byte[] blow(byte[] bytes, Random random) {
    int at = random.nextInt(Math.max(1, bytes.length));
    int count = Math.min(random.nextInt(1, 17), bytes.length - at);
    return switch (random.nextInt(8)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> Arrays.copyOf(bytes, bytes.length + count);
      case 2 -> join(bytes, at, bytes, at + count);
      case 3 -> join(bytes, at + count, bytes, at);
      case 4 -> filled(bytes, at, count, (byte) random.nextInt(256));
      case 5 -> filled(bytes, at, count, (byte) 0xFF);
      case 6 -> filled(bytes, at, Math.min(1, count), TELLING[random.nextInt(TELLING.length)]);
      default -> filled(bytes, at, Math.min(1, count), (byte) (1 << random.nextInt(8)));
    };
  }

  /** The front of one and the rest of the other: bytes cut out, or twice there. */
  private static byte[] join(byte[] front, int to, byte[] rest, int from) {
    byte[] joined = Arrays.copyOf(front, to + rest.length - from);
    System.arraycopy(rest, from, joined, to, rest.length - from);
    return joined;
  }

  private static byte[] filled(byte[] bytes, int at, int count, byte value) {
    byte[] copy = bytes.clone();
    for (int i = at; i < at + count; i++) {
      copy[i] = count == 1 ? (byte) (copy[i] ^ value) : value;
    }
    if (count == 1 && value >= ' ') {
      copy[at] = value;
    }
    return copy;
  }
}
