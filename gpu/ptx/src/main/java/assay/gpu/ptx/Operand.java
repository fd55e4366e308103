package assay.gpu.ptx;

import java.util.List;
import java.util.stream.Collectors;

/** An operand of an instruction. PTX ISA 6. */
public sealed interface Operand {

  /** A register. */
  record Reg(Register register) implements Operand {
    @Override
    public String toString() {
      return register.name();
    }
  }

  /** An integer constant. */
  record Int(long value) implements Operand {
    @Override
    public String toString() {
      return Long.toString(value);
    }
  }

  /** A constant written as {@code 0f} and the eight digits of a binary32. */
  record Float32(int bits) implements Operand {
    @Override
    public String toString() {
      return "0f%08X".formatted(bits);
    }
  }

  /** A constant written as {@code 0d} and the sixteen digits of a binary64, or as a decimal. */
  record Float64(long bits) implements Operand {
    @Override
    public String toString() {
      return "0d%016X".formatted(bits);
    }
  }

  /** A special register: {@code %tid.x}. PTX ISA 10. */
  record Special(String name) implements Operand {
    @Override
    public String toString() {
      return name;
    }
  }

  /** The address of a variable. */
  record VariableName(Variable variable) implements Operand {
    @Override
    public String toString() {
      return variable.name();
    }
  }

  /** The address of a formal parameter. */
  record ParameterName(Parameter parameter) implements Operand {
    @Override
    public String toString() {
      return parameter.name();
    }
  }

  /** A function. */
  record FunctionName(String name) implements Operand {
    @Override
    public String toString() {
      return name;
    }
  }

  /** A place in the same function; {@code target} is the index of the instruction after it. */
  record Label(String name, int target) implements Operand {
    @Override
    public String toString() {
      return name;
    }
  }

  /** The memory at {@code base + offset} bytes. */
  record Address(Operand base, long offset) implements Operand {
    @Override
    public String toString() {
      return "[" + base + (offset == 0 ? "" : "+" + offset) + "]";
    }
  }

  /** {@code {a, b}}. */
  record Vector(List<Operand> elements) implements Operand {
    public Vector {
      elements = List.copyOf(elements);
    }

    @Override
    public String toString() {
      return elements.stream().map(Operand::toString).collect(Collectors.joining(", ", "{", "}"));
    }
  }

  /** {@code a|b}: two results. */
  record Pair(Operand first, Operand second) implements Operand {
    @Override
    public String toString() {
      return first + "|" + second;
    }
  }

  /** {@code !p}: the complement of a predicate. */
  record Not(Operand operand) implements Operand {
    @Override
    public String toString() {
      return "!" + operand;
    }
  }

  /** {@code _}: a result that nobody wants. */
  record Sink() implements Operand {
    @Override
    public String toString() {
      return "_";
    }
  }

  /** The list of a call's arguments or results. */
  record Arguments(List<Operand> list) implements Operand {
    public Arguments {
      list = List.copyOf(list);
    }

    @Override
    public String toString() {
      return list.stream().map(Operand::toString).collect(Collectors.joining(", ", "(", ")"));
    }
  }
}
