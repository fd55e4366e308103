package assay.pages;

import assay.pages.Document.Fact;
import assay.pages.Document.Section;
import java.util.ArrayList;
import java.util.List;

/** The page of a {@code profile} run: figures, and no verdict. */
final class ProfileScreen {

  private ProfileScreen() {}

  static Document of(Run run, List<Section> profile) {
    List<Section> sections = new ArrayList<>(profile);
    if (!run.entries().isEmpty()) {
      sections.add(new Section("Choice", EntryBlocks.of(run.entries())));
    }
    sections.add(EnvironmentSection.of(run.started()));
    return new Document(
        "Assay profile",
        Tone.NOT_RUN,
        "COUNTED",
        "What the kernel did, counted by the PTX emulator; nothing was judged",
        List.of(
            "PTX is counted, not what a GPU makes of it: registers, caches and times are not"
                + " here."),
        List.of(
            new Fact("Commit", Cell.code(run.started().commit())),
            new Fact("Date", Cell.of(FirstScreen.DATE.format(run.started().time()))),
            new Fact("Command", Cell.code(Replay.line(run.started().command())))),
        sections);
  }
}
