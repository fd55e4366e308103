package assay.files;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Files that are long and take little of the disk: what is zero is not written. */
final class Sparse {

  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(1 << 20);

  private Sparse() {}

  static void extend(Path file, long size) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.setLength(size);
    }
  }

  static void put(Path file, long at, byte[] bytes) throws IOException {
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(at);
      access.write(bytes);
    }
  }

  /** A channel to a new file that steps over zeros. */
  static WritableByteChannel channel(Path file) throws IOException {
    return new ZeroSkipping(
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  private record ZeroSkipping(FileChannel inner) implements WritableByteChannel {

    @Override
    public int write(ByteBuffer source) throws IOException {
      int count = source.remaining();
      if (isZero(source)) {
        inner.position(inner.position() + count);
        source.position(source.limit());
      }
      while (source.hasRemaining()) {
        inner.write(source);
      }
      return count;
    }

    @Override
    public boolean isOpen() {
      return inner.isOpen();
    }

    @Override
    public void close() throws IOException {
      if (inner.isOpen() && inner.position() > inner.size()) {
        inner.write(ByteBuffer.allocate(1), inner.position() - 1);
      }
      inner.close();
    }
  }

  private static boolean isZero(ByteBuffer source) {
    return source.remaining() <= ZEROS.capacity()
        && source.mismatch(ZEROS.slice(0, source.remaining())) < 0;
  }
}
