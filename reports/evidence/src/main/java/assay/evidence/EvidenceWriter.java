package assay.evidence;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes one run to a file, a line at a time.
 *
 * <p>Each line is handed to the operating system before {@link #write} returns, so what was
 * observed before a crash can be read after it. Not safe for use by several threads.
 */
public final class EvidenceWriter implements AutoCloseable {

  private final BufferedWriter out;
  private boolean started;

  private EvidenceWriter(BufferedWriter out) {
    this.out = out;
  }

  /**
   * A writer to an empty file; folders are created as needed and an earlier file of this name is
   * replaced.
   */
  public static EvidenceWriter create(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    return new EvidenceWriter(Files.newBufferedWriter(file));
  }

  /**
   * Appends one line.
   *
   * @throws IllegalStateException if the first line is not {@link RunStarted}, or a later one is
   */
  public void write(Evidence evidence) throws IOException {
    boolean starts = evidence instanceof RunStarted;
    if (starts == started) {
      throw new IllegalStateException(
          evidence.getClass().getSimpleName()
              + (started ? " is not the first line" : " is the first line")
              + "; a file starts with RunStarted and holds one run");
    }
    out.write(Json.MAPPER.writerFor(Evidence.class).writeValueAsString(evidence));
    out.write('\n');
    out.flush();
    started = true;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
