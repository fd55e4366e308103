package assay.gpu.conformance;

import java.util.List;
import java.util.Set;

/** The kernel around a case's text: one lane per run line, 8 bytes per operand. */
final class CaseKernel {

  static final String ENTRY = "conformance";
  static final int SLOT_BYTES = 8;
  static final int CELL_BYTES = 64;
  static final Set<String> RESERVED =
      Set.of("%lane", "%cell", "%cells", "%in", "%out", "%offset", "%word", "%tid");

  private static final String HEAD =
      """
      .version %s
      .target %s
      .address_size 64
      %s
      .visible .entry conformance(
          .param .u64 inputs,
          .param .u64 outputs,
          .param .u64 scratch
      )
      {
      .reg .b32 %%lane, %%word;
      .reg .b64 %%in, %%out, %%cells, %%cell, %%offset;
      """;

  private static final String ADDRESS =
      """
      ld.param.u64 %3$s, [%2$s];
      mul.wide.u32 %%offset, %%lane, %4$d;
      add.s64 %1$s, %3$s, %%offset;
      """;

  private CaseKernel() {}

  static String text(ConformanceCase subject) {
    StringBuilder ptx =
        new StringBuilder(HEAD.formatted(subject.version(), subject.target(), subject.module()));
    declare(ptx, subject.inputs());
    declare(ptx, subject.outputs());
    ptx.append("mov.u32 %lane, %tid.x;\n");
    ptx.append(ADDRESS.formatted("%in", "inputs", "%in", stride(subject.inputs())));
    ptx.append(ADDRESS.formatted("%out", "outputs", "%out", stride(subject.outputs())));
    ptx.append(ADDRESS.formatted("%cell", "scratch", "%cells", CELL_BYTES));
    load(ptx, subject.inputs());
    ptx.append("{\n").append(subject.text()).append("\n}\n");
    store(ptx, subject.outputs());
    return ptx.append("ret;\n}\n").toString();
  }

  /** Bytes per lane; at least one slot, as no buffer may be empty. */
  static int stride(List<Operand> operands) {
    return SLOT_BYTES * Math.max(1, operands.size());
  }

  private static void declare(StringBuilder ptx, List<Operand> operands) {
    for (Operand operand : operands) {
      ptx.append(".reg .%s %s;\n".formatted(operand.type().register(), operand.name()));
    }
  }

  private static void load(StringBuilder ptx, List<Operand> operands) {
    for (int i = 0; i < operands.size(); i++) {
      Operand operand = operands.get(i);
      int offset = SLOT_BYTES * i;
      ptx.append(
          operand.type() == OperandType.PRED
              ? "ld.global.u32 %%word, [%%in+%d];\nsetp.ne.u32 %s, %%word, 0;\n"
                  .formatted(offset, operand.name())
              : "ld.global.%s %s, [%%in+%d];\n"
                  .formatted(operand.type().register(), operand.name(), offset));
    }
  }

  private static void store(StringBuilder ptx, List<Operand> operands) {
    for (int i = 0; i < operands.size(); i++) {
      Operand operand = operands.get(i);
      int offset = SLOT_BYTES * i;
      ptx.append(
          operand.type() == OperandType.PRED
              ? "selp.u32 %%word, 1, 0, %s;\nst.global.u32 [%%out+%d], %%word;\n"
                  .formatted(operand.name(), offset)
              : "st.global.%s [%%out+%d], %s;\n"
                  .formatted(operand.type().register(), offset, operand.name()));
    }
  }
}
