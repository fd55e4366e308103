package assay.gpu.emulator.machine;

/** What all threads at a barrier are asked about a predicate of theirs. PTX ISA 9.7.13.1. */
public enum Question {
  NONE("bar.sync or bar.arrive"),
  POPC("bar.red.popc"),
  AND("bar.red.and"),
  OR("bar.red.or");

  private final String name;

  Question(String name) {
    this.name = name;
  }

  /** The answer to so many who say yes and no; a decision is 0 or 1. */
  int answer(int yes, int no) {
    return switch (this) {
      case NONE -> 0;
      case POPC -> yes;
      case AND -> no == 0 ? 1 : 0;
      case OR -> yes == 0 ? 0 : 1;
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
