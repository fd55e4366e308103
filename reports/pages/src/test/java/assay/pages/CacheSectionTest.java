package assay.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.spec.Model;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CacheSectionTest {

  private static List<String> row(Block.Table table, Model model) {
    return table.rows().get(Model.CATALOGUE.indexOf(model)).stream().map(Cell::text).toList();
  }

  private static Block.Table table(int block) {
    return switch (CacheSection.of().blocks().get(block)) {
      case Block.Figure figure -> figure.table();
      case Block.Table table -> table;
      default -> throw new AssertionError(block);
    };
  }

  /** 512 + 64 latent elements; 128 heads of 192 + 128; two bytes each. */
  @Test
  void deepSeekV3IsAsPublished() {
    assertEquals(
        List.of("DeepSeek-V3 / R1", "61", "1,152", "81,920", "5,120", "640"),
        row(table(2), Model.DEEPSEEK_V3));
    assertEquals(
        List.of("DeepSeek-V3 / R1", "61", "70,272", "4,997,120", "312,320", "39,040"),
        row(table(3), Model.DEEPSEEK_V3));
    assertEquals(
        List.of("DeepSeek-V3 / R1", "61", "71.1×", "4.44×", "0.556×"),
        row(table(1), Model.DEEPSEEK_V3));
  }

  @Test
  void everyModelHasARow() {
    assertEquals(
        Model.CATALOGUE.stream().map(Model::title).toList(),
        table(1).rows().stream().map(row -> row.getFirst().text()).toList());
  }
}
