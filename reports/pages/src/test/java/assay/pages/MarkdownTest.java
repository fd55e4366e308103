package assay.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class MarkdownTest {

  private static final Pattern BAR = Pattern.compile("(?<!\\\\)\\|");

  private static String render(Block... blocks) {
    Document document =
        new Document(
            "T",
            Tone.PASS,
            "V",
            "C",
            List.of(),
            List.of(),
            List.of(new Document.Section("S", List.of(blocks))));
    return Markdown.render(document).split("## S\n\n", 2)[1];
  }

  private static String row(Cell cell) {
    String table = render(new Block.Table("t", List.of("a"), List.of(List.of(cell))));
    return table.lines().skip(4).findFirst().orElseThrow();
  }

  @Test
  void markupInTextIsEscaped() {
    assertEquals(
        "a \\*b\\* \\_c\\_ \\`d\\` &lt;e&gt; \\[f\\](g) &amp;amp; \\|\n\n",
        render(new Block.Paragraph("a *b* _c_ `d` <e> [f](g) &amp; |")));
  }

  @Test
  void aCellIsOneCell() {
    assertEquals("| a\\|b c |", row(Cell.of("a|b\nc")));
    assertEquals("| `a\\|b c` |", row(Cell.code("a|b\nc")));
  }

  @Test
  void codeWithBackticksHasALongerFence() {
    assertEquals("| ``a`b`` |", row(Cell.code("a`b")));
    assertEquals("| `` `a `` |", row(Cell.code("`a")));
    assertEquals("````sh\na```b\n````\n\n", render(new Block.Command("a```b")));
  }

  @Test
  void figuresAreAlignedToTheRight() {
    assertEquals(
        "*t*\n\n| a | b |\n| --- | ---: |\n| x | 1 |\n\n",
        render(
            new Block.Table(
                "t", List.of("a", "b"), List.of(List.of(Cell.of("x"), Cell.count(1))))));
  }

  @Test
  void hostileTextBreaksNoTable() {
    String page =
        Markdown.render(
            Report.document(Run.of(SampleRuns.saying("<script>|`\n|\u2028# x\\| [a](b)"))));
    assertFalse(page.contains("\n# x") || page.contains("\n|\u2028"));
    String header = "";
    for (String line : page.lines().toList()) {
      header = line.startsWith("|") ? header.isEmpty() ? line : header : "";
      assertEquals(bars(header), line.startsWith("|") ? bars(line) : 0, line);
    }
  }

  private static long bars(String line) {
    return BAR.matcher(line).results().count();
  }
}
