package assay.pages;

import java.util.List;

/**
 * What a report says, before it looks like anything.
 *
 * @param tone pass, fail or not run
 * @param verdict one word or two
 * @param counts the verdict's figures, one line
 * @param notes what a reader must know before believing a figure
 */
record Document(
    String title,
    Tone tone,
    String verdict,
    String counts,
    List<String> notes,
    List<Fact> facts,
    List<Section> sections) {

  /** One line of the first screen. */
  record Fact(String name, Cell value) {}

  /** A heading and what stands under it. */
  record Section(String title, List<Block> blocks) {}
}
