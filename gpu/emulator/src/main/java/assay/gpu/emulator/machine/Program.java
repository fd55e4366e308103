package assay.gpu.emulator.machine;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A kernel ready to run.
 *
 * @param name the entry point
 * @param code one step per instruction
 * @param blocks the same steps in blocks, each at the place of its first; null elsewhere
 * @param places where each step comes from
 * @param frame the registers
 * @param shared where its shared memory lies
 * @param localBytes local memory per thread
 * @param parameterBytes the size of the parameter block
 * @param ordered true if blocks must run one after the other to give the same result each time
 */
public record Program(
    String name,
    Step[] code,
    @Nullable BasicBlock[] blocks,
    List<Place> places,
    Frame frame,
    SharedPlan shared,
    int localBytes,
    int parameterBytes,
    boolean ordered) {

  /** Where an instruction stands in the text and in the CUDA source. */
  public record Place(int line, Optional<String> source) {}

  /** A word that always holds {@code value}. */
  public record WordConstant(int index, int value) {}

  /** A long that always holds {@code value}. */
  public record LongConstant(int index, long value) {}

  /** A word that holds a special register. */
  public record SpecialWord(int index, SpecialRegister register) {}

  /**
   * The registers of one warp.
   *
   * @param words how many of up to 32 bits, constants and special registers included
   * @param longs how many of 64 bits, constants included
   * @param predicates how many
   * @param tracked how many are checked for reads before a write
   */
  public record Frame(
      int words,
      int longs,
      int predicates,
      int tracked,
      List<WordConstant> wordConstants,
      List<LongConstant> longConstants,
      List<SpecialWord> specials) {}
}
