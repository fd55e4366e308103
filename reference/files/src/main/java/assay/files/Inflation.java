package assay.files;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Inflates a deflated member, and never more of it than asked for. */
final class Inflation {

  private static final int CHUNK = 1 << 20;

  private Inflation() {}

  /** Fills {@code target} from the front of the content. */
  static void front(ZipMember member, MemorySegment target) throws BadFile {
    run(member, target, false);
  }

  /** Fills {@code target} with the content, which must end with it. */
  static void all(ZipMember member, MemorySegment target) throws BadFile {
    run(member, target, true);
  }

  private static void run(ZipMember member, MemorySegment target, boolean toEnd) throws BadFile {
    try (Inflater inflater = new Inflater(true)) {
      Input input = new Input(member, inflater);
      long written = 0;
      while (written < target.byteSize()) {
        int count = input.inflate(window(target, written));
        if (count == 0) {
          throw member.place().bad("it ends after %d of %d bytes", written, target.byteSize());
        }
        written += count;
      }
      if (toEnd && (input.inflate(ByteBuffer.allocate(1)) != 0 || !input.ended())) {
        throw member.place().bad("it goes on after the %d bytes that it announces", member.size());
      }
    } catch (DataFormatException malformed) {
      throw member.place().bad("it is not deflated data");
    }
  }

  private static ByteBuffer window(MemorySegment bytes, long from) {
    return bytes.asSlice(from, Math.min(CHUNK, bytes.byteSize() - from)).asByteBuffer();
  }

  /** The compressed bytes, handed over piece by piece. */
  private static final class Input {

    private final MemorySegment bytes;
    private final Inflater inflater;
    private long given;

    Input(ZipMember member, Inflater inflater) {
      this.bytes = member.stored();
      this.inflater = inflater;
    }

    /** Fills some of {@code target}; 0 only at the end of content or input. */
    int inflate(ByteBuffer target) throws DataFormatException {
      int count = inflater.inflate(target);
      while (count == 0 && inflater.needsInput() && given < bytes.byteSize()) {
        ByteBuffer next = window(bytes, given);
        given += next.remaining();
        inflater.setInput(next);
        count = inflater.inflate(target);
      }
      return count;
    }

    boolean ended() {
      return inflater.finished() && inflater.getBytesRead() == bytes.byteSize();
    }
  }
}
