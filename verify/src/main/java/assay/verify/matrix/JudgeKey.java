package assay.verify.matrix;

import assay.verify.rival.Rival;
import java.util.List;

/**
 * A judge with one kind of inputs.
 *
 * @param rivals all of its name; none for Assay
 * @param aimed whether on Assay's problems, instead of its own
 */
record JudgeKey(String name, List<Rival> rivals, boolean aimed) {

  static final String ASSAY = "assay";

  static JudgeKey assay() {
    return new JudgeKey(ASSAY, List.of(), true);
  }

  String inputs() {
    return aimed ? "aimed" : "published";
  }

  /** A bug that it refuses once is killed: its problems differ, where seeds are alike. */
  boolean oneRefusalKills() {
    return aimed;
  }

  String source() {
    return rivals.isEmpty() ? "this project" : rivals.getFirst().source().text();
  }

  String rule() {
    return rivals.isEmpty()
        ? "every property of the operator, each element within its budget"
        : rivals.getFirst().rule();
  }

  String description() {
    return aimed
        ? "problems aimed at boundaries, peaks and unequal parts"
        : rivals.getFirst().inputs().text();
  }
}
