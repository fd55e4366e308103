package assay.pages;

import java.util.List;

/** A part of a section. */
sealed interface Block {

  record Paragraph(String text) implements Block {

    public Paragraph {
      text = Text.printable(text);
    }
  }

  record Subheading(Cell text) implements Block {}

  /** Something to be typed. */
  record Command(String line) implements Block {

    public Command {
      line = Text.printable(line);
    }
  }

  /** Rows of as many cells as there are columns; a column's first cell says how it is aligned. */
  record Table(String caption, List<String> columns, List<List<Cell>> rows) implements Block {

    public Table {
      caption = Text.printable(caption);
      columns = columns.stream().map(Text::printable).toList();
    }

    boolean numeric(int column) {
      return !rows.isEmpty() && rows.getFirst().get(column).isNumber();
    }
  }

  /**
   * A chart and the same in words and numbers.
   *
   * @param svg trusted: made by {@link Svg}
   */
  record Figure(String svg, String caption, Table table) implements Block {}
}
