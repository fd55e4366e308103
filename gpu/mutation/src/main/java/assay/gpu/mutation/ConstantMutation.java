package assay.gpu.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Constants: integers off by one, floating-point numbers doubled and negated. */
final class ConstantMutation implements Mutation {

  private static final Pattern INTEGER = Pattern.compile("-?\\d+");
  private static final Pattern FLOAT = Pattern.compile("0f[0-9A-Fa-f]{8}");
  private static final int EXPONENT = 1 << 23;
  private static final int SIGN = 1 << 31;

  @Override
  public List<Change> of(Site site) {
    List<Change> changes = new ArrayList<>();
    Statement statement = site.statement();
    if (statement.isA("bar") || statement.isA("cp")) {
      return changes;
    }
    for (int i = 1; i < statement.operands().size(); i++) {
      String operand = statement.operands().get(i);
      if (INTEGER.matcher(operand).matches()) {
        integer(site, i, Long.parseLong(operand), changes);
      } else if (FLOAT.matcher(operand).matches()) {
        real(site, i, Integer.parseUnsignedInt(operand.substring(2), 16), changes);
      }
    }
    return changes;
  }

  private static void integer(Site site, int operand, long value, List<Change> changes) {
    for (long other : new long[] {value + 1, value - 1}) {
      changes.add(
          Change.replace(
              MutationKind.CHANGE_INTEGER,
              site,
              site.statement().with(operand, Long.toString(other))));
    }
  }

  /** Zero becomes one: it has no double and its sign is seldom seen. */
  private static void real(Site site, int operand, int bits, List<Change> changes) {
    if ((bits & ~SIGN) == 0) {
      changes.add(real(site, operand, Float.floatToRawIntBits(1)));
      return;
    }
    boolean doubles = Float.isFinite(Float.intBitsToFloat(bits + EXPONENT));
    changes.add(real(site, operand, doubles ? bits + EXPONENT : bits - EXPONENT));
    changes.add(real(site, operand, bits ^ SIGN));
  }

  private static Change real(Site site, int operand, int bits) {
    return Change.replace(
        MutationKind.CHANGE_FLOAT, site, site.statement().with(operand, "0f%08X".formatted(bits)));
  }
}
