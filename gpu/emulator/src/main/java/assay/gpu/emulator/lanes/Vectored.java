package assay.gpu.emulator.lanes;

import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Vectors;
import java.util.Arrays;

/** Operations on one lane that come with the name of the same on vectors. */
public final class Vectored {

  private Vectored() {}

  /** An operation whose vectors {@link VectorMath} has. */
  private interface Named {
    VectorForm form();
  }

  private record OfOne(VectorForm form, WordFromWord.Op op) implements WordFromWord.Op, Named {
    @Override
    public int apply(int a) {
      return op.apply(a);
    }
  }

  private record OfTwo(VectorForm form, WordFromWordWord.Op op)
      implements WordFromWordWord.Op, Named {
    @Override
    public int apply(int a, int b) {
      return op.apply(a, b);
    }
  }

  private record OfThree(VectorForm form, WordFromWordWordWord.Op op)
      implements WordFromWordWordWord.Op, Named {
    @Override
    public int apply(int a, int b, int c) {
      return op.apply(a, b, c);
    }
  }

  private record Test(VectorComparison comparison, PredicateFromWordWord.Op op)
      implements PredicateFromWordWord.Op {
    @Override
    public int apply(int a, int b) {
      return op.apply(a, b);
    }
  }

  public static WordFromWord.Op of(VectorForm form, WordFromWord.Op op) {
    return new OfOne(form, op);
  }

  public static WordFromWord.Op of(VectorForm.Operation operation, WordFromWord.Op op) {
    return of(VectorForm.of(operation), op);
  }

  public static WordFromWordWord.Op of(VectorForm form, WordFromWordWord.Op op) {
    return new OfTwo(form, op);
  }

  public static WordFromWordWord.Op of(VectorForm.Operation operation, WordFromWordWord.Op op) {
    return of(VectorForm.of(operation), op);
  }

  public static WordFromWordWordWord.Op of(VectorForm form, WordFromWordWordWord.Op op) {
    return new OfThree(form, op);
  }

  public static WordFromWordWordWord.Op of(
      VectorForm.Operation operation, WordFromWordWordWord.Op op) {
    return of(VectorForm.of(operation), op);
  }

  public static PredicateFromWordWord.Op of(
      VectorComparison comparison, PredicateFromWordWord.Op op) {
    return new Test(comparison, op);
  }

  /** The loop over vectors for an operation that has them; {@code plain} for any other. */
  static Step hot(Object operation, Step plain, int... registers) {
    if (!Vectors.areUseful()) {
      return plain;
    }
    return switch (operation) {
      case Named named ->
          Copies.step(VectorWords.class, VectorMath.of(named.form()), three(registers));
      case Test test ->
          Copies.step(VectorPredicate.class, VectorRelation.of(test.comparison()), registers);
      default -> plain;
    };
  }

  /** Where an operation has fewer operands, the first stands in for those that it leaves out. */
  private static int[] three(int[] registers) {
    int[] all = Arrays.copyOf(registers, 4);
    Arrays.fill(all, registers.length, 4, registers[1]);
    return all;
  }
}
