package assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.evidence.ReproducerFile;
import assay.gpu.kernels.KernelSource;
import assay.gpu.kernels.PagedMlaDecodeKernel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A failure is seen again from its file, and is gone where the bug is. */
class ReplayCommandTest {

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aFailure_isReproducedFromItsFile_untilTheKernelIsRight() throws IOException {
    Path kernel = buggyKernel();
    Path file = failure(kernel);
    assertEquals(PagedMlaDecodeKernel.ENTRY, ReproducerFile.read(file).kernels().get(0).kernel());
    assertEquals(ExitCode.FAILED, replay("--kernel", kernel.toString(), file.toString()));
    assertTrue(out.toString().contains("reproduced  " + file), out::toString);
    assertTrue(out.toString().contains("lseNats along h  █"), out::toString);
    assertFalse(out.toString().contains("is another"), out::toString);
    assertEquals(ExitCode.PASSED, replay(file.toString()), err::toString);
    assertTrue(out.toString().contains("no longer fails  " + file), out::toString);
    assertTrue(out.toString().contains("the kernel is another"), out::toString);
  }

  @Test
  void whatTheKernelDoesNotTake_isNotRun() throws IOException {
    Path file = changed(failure(buggyKernel()), "\"heads=1 ", "\"latent=7 heads=1 ");
    file = changed(file, " latent=[0-9]+ rope", " rope");
    assertEquals(ExitCode.NOT_RUN, replay(file.toString()), err::toString);
    assertTrue(out.toString().contains("NOT RUN"), out::toString);
  }

  @Test
  void aBadFile_getsOneSentence() throws IOException {
    Path good = failure(buggyKernel());
    assertRefused(
        "is 'nonsense'; allowed are within-budget",
        changed(good, "\"within-budget\"", "\"nonsense\""));
    assertRefused(
        "it must be like 'seed=7 choices=3,0,12'",
        changed(good, "\"paged-mla-decode\"", "\"mla-layer\""));
    assertRefused("heads is 0; it must be at least 1", changed(good, "heads=1", "heads=0"));
    assertRefused(
        "problem is 'seed=x choices=1'", changed(good, "\"heads=.*\"", "\"seed=x choices=1\""));
    assertRefused("field 'statement' is missing", changed(good, "  \"statement\".*\n", ""));
    assertRefused("it is not JSON", Files.writeString(folder.resolve("x.json"), "{kind"));
    assertRefused("does not exist", folder.resolve("absent.json"));
    assertRefused("it is a folder", folder);
  }

  @Test
  void withoutAFile_itIsBadInput() {
    assertEquals(ExitCode.BAD_INPUT, replay());
  }

  /** The natural logarithm's factor ln 2 is 1. */
  private Path buggyKernel() throws IOException {
    String ptx = KernelSource.committed(PagedMlaDecodeKernel.ENTRY).ptx().text();
    return Files.writeString(folder.resolve("bug.ptx"), ptx.replace("0f3F317218", "0f3F800000"));
  }

  private Path failure(Path kernel) {
    run(
        "verify",
        "--kernel",
        kernel.toString(),
        "--property",
        "within-budget",
        "--case",
        "heads=2 latent=16 rope=8 lengths=9 scale=0.2 seed=3",
        "--out",
        folder.toString());
    return folder.resolve("failures").resolve("paged-mla-decode.within-budget.json");
  }

  private Path changed(Path file, String old, String other) throws IOException {
    String text = Files.readString(file);
    String changed = text.replaceAll(old, other);
    assertFalse(text.equals(changed), old);
    return Files.writeString(folder.resolve("changed.json"), changed);
  }

  private void assertRefused(String sentence, Path file) {
    err.getBuffer().setLength(0);
    assertEquals(ExitCode.BAD_INPUT, replay(file.toString()), err::toString);
    assertTrue(err.toString().contains(sentence), err::toString);
    assertEquals(1, err.toString().lines().count(), err::toString);
  }

  private int replay(String... arguments) {
    out.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of("replay"));
    all.addAll(List.of(arguments));
    return run(all.toArray(String[]::new));
  }

  private int run(String... arguments) {
    return Main.execute(new PrintWriter(out), new PrintWriter(err), arguments);
  }
}
