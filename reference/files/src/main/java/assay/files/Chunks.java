package assay.files;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Memory of any size, passed on in pieces that a buffer can be. */
final class Chunks {

  private static final int CHUNK = 1 << 20;

  private Chunks() {}

  /** Takes what a buffer holds. */
  interface Sink {
    void accept(ByteBuffer chunk) throws IOException;
  }

  static void each(MemorySegment bytes, Sink sink) throws IOException {
    for (long at = 0; at < bytes.byteSize(); at += CHUNK) {
      sink.accept(buffer(bytes.asSlice(at, Math.min(CHUNK, bytes.byteSize() - at))));
    }
  }

  /** Memory outside the heap as it is; arrays of numbers have no such view and are copied. */
  private static ByteBuffer buffer(MemorySegment chunk) {
    return chunk.isNative()
        ? chunk.asByteBuffer()
        : ByteBuffer.wrap(chunk.toArray(ValueLayout.JAVA_BYTE));
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
