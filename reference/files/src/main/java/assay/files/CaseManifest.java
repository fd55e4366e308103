package assay.files;

import assay.spec.NumericContract;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a folder of exported cases holds.
 *
 * @param version of Assay
 * @param commit of its sources, or {@code unknown}
 * @param operator kebab-case
 * @param formula what it computes
 * @param model whose widths the problems have, or {@code small}
 * @param seed of the first case
 * @param contract its name
 * @param terms what the contract promises; the budgets follow from it
 * @param cases in order
 */
public record CaseManifest(
    String version,
    String commit,
    String operator,
    String formula,
    String model,
    long seed,
    String contract,
    NumericContract terms,
    List<Entry> cases) {

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /**
   * One case.
   *
   * @param file its safetensors file in the same folder
   * @param seed what its values follow from
   * @param scalars the problem's scalars, as in the file's metadata
   */
  public record Entry(String file, long seed, Map<String, String> scalars) {}

  public CaseManifest {
    cases = List.copyOf(cases);
  }

  /** Writes it as JSON. */
  public void write(Path file) throws IOException {
    Files.writeString(file, MAPPER.writeValueAsString(this) + "\n");
  }
}
