package assay.gpu.emulator.lanes;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** How vectors of words compare. PTX ISA 9.3.1. */
final class VectorRelation {

  private static final Map<VectorComparison, VectorPredicate.Op> OPERATIONS =
      new ConcurrentHashMap<>();

  private VectorRelation() {}

  /** The same object for the same comparison. */
  static VectorPredicate.Op of(VectorComparison comparison) {
    return OPERATIONS.computeIfAbsent(comparison, VectorRelation::make);
  }

  private static VectorPredicate.Op make(VectorComparison comparison) {
    String name = comparison.relation();
    return switch (comparison.numbers()) {
      case SIGNED -> words(name);
      case UNSIGNED -> unsigned(words(name));
      case BINARY32 -> comparison.flushes() ? flushed(floats(name)) : floats(name);
    };
  }

  private static VectorPredicate.Op unsigned(VectorPredicate.Op signed) {
    return (a, b) -> signed.apply(VectorMath.turned(a), VectorMath.turned(b));
  }

  private static VectorPredicate.Op flushed(VectorPredicate.Op op) {
    return (a, b) -> op.apply(VectorMath.flush(a), VectorMath.flush(b));
  }

  private static VectorPredicate.Op words(String name) {
    return switch (name) {
      case "eq" -> (a, b) -> a.compare(EQ, b).toLong();
      case "ne" -> (a, b) -> a.compare(NE, b).toLong();
      case "lt", "lo" -> (a, b) -> a.compare(LT, b).toLong();
      case "le", "ls" -> (a, b) -> a.compare(LE, b).toLong();
      case "gt", "hi" -> (a, b) -> a.compare(GT, b).toLong();
      case "ge", "hs" -> (a, b) -> a.compare(GE, b).toLong();
      default -> throw new IllegalArgumentException("no comparison is called " + name);
    };
  }

  private static VectorPredicate.Op floats(String name) {
    return switch (name) {
      case "eq" -> (a, b) -> holds(EQ, a, b);
      case "ne" -> (a, b) -> holds(LT, a, b) | holds(GT, a, b);
      case "lt" -> (a, b) -> holds(LT, a, b);
      case "le" -> (a, b) -> holds(LE, a, b);
      case "gt" -> (a, b) -> holds(GT, a, b);
      case "ge" -> (a, b) -> holds(GE, a, b);
      case "equ" -> (a, b) -> ~(holds(LT, a, b) | holds(GT, a, b));
      case "neu" -> (a, b) -> holds(NE, a, b);
      case "ltu" -> (a, b) -> ~holds(GE, a, b);
      case "leu" -> (a, b) -> ~holds(GT, a, b);
      case "gtu" -> (a, b) -> ~holds(LE, a, b);
      case "geu" -> (a, b) -> ~holds(LT, a, b);
      case "num" -> (a, b) -> holds(EQ, a, a) & holds(EQ, b, b);
      case "nan" -> (a, b) -> holds(NE, a, a) | holds(NE, b, b);
      default -> throw new IllegalArgumentException("no comparison is called " + name);
    };
  }

  private static long holds(VectorOperators.Comparison comparison, IntVector a, IntVector b) {
    FloatVector first = a.reinterpretAsFloats();
    return first.compare(comparison, b.reinterpretAsFloats()).toLong();
  }
}
