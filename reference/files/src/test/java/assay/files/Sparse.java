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
    FileChannel inner =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new WritableByteChannel() {
      @Override
      public int write(ByteBuffer source) throws IOException {
        int count = source.remaining();
        if (count > 0 && isZero(source)) {
          inner.position(inner.position() + count - 1);
          source.position(source.limit() - 1);
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
        inner.close();
      }
    };
  }

  private static boolean isZero(ByteBuffer source) {
    return source.mismatch(ByteBuffer.allocate(source.remaining())) < 0;
  }
}
