package assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.evidence.EntryChosen;
import assay.evidence.Evidence;
import assay.evidence.EvidenceFile;
import assay.evidence.KernelProfile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code profile} prints and writes down. */
final class ProfileCommandTest {

  @TempDir Path folder = Path.of("");

  private String run(String... more) {
    StringWriter out = new StringWriter();
    List<String> arguments =
        new ArrayList<>(List.of("profile", "--keys", "3", "--out", folder.toString()));
    arguments.addAll(List.of(more));
    PrintWriter writer = new PrintWriter(out);
    int code = Main.execute(writer, writer, arguments.toArray(String[]::new));
    return code + "\n" + out;
  }

  @Test
  void figuresAreAtTheirFloorOrAbove() throws IOException {
    String text = run();
    assertTrue(text.startsWith("0\n"), text);
    assertTrue(text.contains("sectors per request"), text);
    List<Evidence> lines = EvidenceFile.read(folder.resolve("evidence.jsonl")).evidence();
    KernelProfile profile = (KernelProfile) lines.get(1);
    assertEquals("paged_mla_decode.ptx", profile.kernel());
    assertTrue(profile.bytesMoved() >= profile.bytesFloor());
    assertTrue(profile.sectorExcess() >= 1 && profile.bankConflicts() >= 1);
    assertEquals(
        profile.warpInstructions(),
        profile.executed().values().stream().mapToLong(Long::longValue).sum());
  }

  @Test
  void whatIsChosenIsProfiled_andSaid() throws IOException {
    String text = run("--kernel", "chosen");
    assertTrue(text.contains("paged_mla_decode_tensor_16: keys of at most 576 features"), text);
    List<Evidence> lines = EvidenceFile.read(folder.resolve("evidence.jsonl")).evidence();
    assertEquals("paged_mla_decode_tensor.ptx", ((KernelProfile) lines.get(1)).kernel());
    assertEquals("paged_mla_decode_tensor_16", ((EntryChosen) lines.get(2)).entry());
  }

  @Test
  void anotherOperatorIsBadInput() {
    assertTrue(run("--operator", "rms-norm").startsWith(ExitCode.BAD_INPUT + "\n"));
  }
}
