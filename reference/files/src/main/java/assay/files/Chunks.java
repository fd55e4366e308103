package assay.files;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Memory of any size, passed on through one small buffer. */
final class Chunks {

  private static final int CHUNK = 1 << 20;

  private Chunks() {}

  /** Takes what a buffer holds. */
  interface Sink {
    void accept(ByteBuffer chunk) throws IOException;
  }

  static void each(MemorySegment bytes, Sink sink) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocateDirect((int) Math.min(CHUNK, bytes.byteSize()));
    MemorySegment target = MemorySegment.ofBuffer(chunk);
    for (long at = 0; at < bytes.byteSize(); at += CHUNK) {
      int count = (int) Math.min(CHUNK, bytes.byteSize() - at);
      MemorySegment.copy(bytes, at, target, 0, count);
      sink.accept(chunk.clear().limit(count));
    }
  }

  static void write(MemorySegment bytes, WritableByteChannel channel) throws IOException {
    each(bytes, chunk -> drain(chunk, channel));
  }

  private static void drain(ByteBuffer chunk, WritableByteChannel channel) throws IOException {
    while (chunk.hasRemaining()) {
      channel.write(chunk);
    }
  }
}
