package assay.pages;

import assay.pages.Document.Section;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Renders a document as GitHub-flavoured Markdown; of figures, the words and the table. */
final class Markdown {

  private static final String SPECIAL = "\\`*_[]<>|~&";

  private final StringBuilder out = new StringBuilder();

  private Markdown() {}

  static String render(Document document) {
    Markdown markdown = new Markdown();
    markdown.firstScreen(document);
    document.sections().forEach(markdown::section);
    return markdown.out.toString();
  }

  private void firstScreen(Document document) {
    paragraph("# " + escape(document.title()));
    paragraph("**" + escape(document.verdict()) + "** · " + escape(document.counts()));
    document.notes().forEach(note -> paragraph("> " + escape(note)));
    document
        .facts()
        .forEach(
            fact -> out.append("- %s: %s\n".formatted(escape(fact.name()), inline(fact.value()))));
    out.append('\n');
  }

  private void section(Section section) {
    paragraph("## " + escape(section.title()));
    section.blocks().forEach(this::block);
  }

  private void block(Block block) {
    switch (block) {
      case Block.Paragraph(String text) -> paragraph(escape(text));
      case Block.Subheading(Cell text) -> paragraph("### " + inline(text));
      case Block.Command(String line) -> command(line);
      case Block.Table table -> table(table);
      case Block.Figure(String _, String caption, Block.Table table) -> {
        paragraph(escape(caption));
        table(table);
      }
    }
  }

  private void command(String line) {
    String fence = fence(line, 3);
    paragraph(fence + "sh\n" + line + "\n" + fence);
  }

  private void table(Block.Table table) {
    paragraph("*" + escape(table.caption()) + "*");
    row(table.columns().stream().map(Markdown::escape).toList());
    row(
        IntStream.range(0, table.columns().size())
            .mapToObj(column -> table.numeric(column) ? "---:" : "---")
            .toList());
    table.rows().forEach(cells -> row(cells.stream().map(Markdown::inline).toList()));
    out.append('\n');
  }

  private void row(List<String> cells) {
    out.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  private void paragraph(String text) {
    out.append(text).append("\n\n");
  }

  private static String inline(Cell cell) {
    return switch (cell.tone()) {
      case PLAIN, NUMBER -> escape(cell.text());
      case CODE -> code(cell.text());
      case PASS, FAIL, NOT_RUN -> "**" + escape(cell.text()) + "**";
    };
  }

  /** Tables end a cell at a bar even within code. */
  private static String code(String text) {
    String fence = fence(text, 1);
    String pad = text.startsWith("`") || text.endsWith("`") || text.isBlank() ? " " : "";
    return fence + pad + text.replace("|", "\\|") + pad + fence;
  }

  /** More backticks than {@code text} has in a row, and at least {@code least}. */
  private static String fence(String text, int least) {
    String fence = "`".repeat(least);
    while (text.contains(fence)) {
      fence += "`";
    }
    return fence;
  }

  private static String escape(String text) {
    return text.codePoints()
        .mapToObj(Character::toString)
        .map(character -> SPECIAL.contains(character) ? escaped(character) : character)
        .collect(Collectors.joining());
  }

  /** As entities where HTML would see them, which no Markdown dialect takes back. */
  private static String escaped(String special) {
    return switch (special) {
      case "<" -> "&lt;";
      case ">" -> "&gt;";
      case "&" -> "&amp;";
      default -> "\\" + special;
    };
  }
}
