package assay.bench;

import assay.gpu.device.PtxSource;

/** PTX that keeps the emulator busy: a mixed block, matrix products, and one that is long. */
final class EmulatorPrograms {

  static final int LOOPS = 2000;
  static final int PRODUCTS = 8;

  /** Additions and multiplications of one m16n8k16. */
  static final long FLOPS = 2L * 16 * 8 * 16;

  private static final String ENTRY =
      """
      .version 8.0
      .target sm_80
      .address_size 64
      .shared .align 16 .b8 tile[4096];
      .visible .entry k(.param .u64 out)
      {
      .reg .pred %%p<9>;
      .reg .b32 %%r<64>;
      .reg .f32 %%f<64>;
      .reg .b64 %%rd<9>;
      ld.param.u64 %%rd0, [out];
      mov.u32 %%r0, %%tid.x;
      mov.u32 %%r1, %%ctaid.x;
      mov.u32 %%r2, %%ntid.x;
      mad.lo.u32 %%r3, %%r1, %%r2, %%r0;
      mad.wide.u32 %%rd1, %%r3, 4, %%rd0;
      mov.u32 %%r4, tile;
      mad.lo.u32 %%r5, %%r0, 4, %%r4;
      mov.u32 %%r6, 0;
      st.shared.u32 [%%r5], %%r6;
      cvt.rn.f32.u32 %%f1, %%r0;
      mov.f32 %%f2, 0f3F000000;
      mov.f32 %%f3, 0f3E000000;
      %s
      ret;
      }
      """;

  private EmulatorPrograms() {}

  /** Thirty operations on registers, shared memory and between lanes, {@link #LOOPS} times. */
  static PtxSource plain() {
    return new PtxSource(
        "plain.ptx",
        ENTRY.formatted(
            """
            LOOP:
            fma.rn.f32 %%f1, %%f1, %%f2, %%f3;
            add.f32 %%f4, %%f1, %%f2;
            mul.f32 %%f5, %%f4, %%f3;
            max.f32 %%f6, %%f5, %%f1;
            min.f32 %%f7, %%f6, %%f4;
            sub.f32 %%f8, %%f7, %%f2;
            mad.lo.u32 %%r7, %%r6, 17, %%r0;
            and.b32 %%r8, %%r7, 31;
            or.b32 %%r9, %%r8, 1;
            xor.b32 %%r10, %%r9, %%r7;
            shl.b32 %%r11, %%r10, 2;
            shr.u32 %%r12, %%r11, 3;
            add.u32 %%r13, %%r12, %%r8;
            setp.lt.u32 %%p1, %%r8, 16;
            setp.gt.f32 %%p2, %%f6, %%f4;
            selp.b32 %%r14, %%r13, %%r9, %%p1;
            selp.f32 %%f9, %%f6, %%f7, %%p2;
            @%%p1 add.u32 %%r14, %%r14, 1;
            ld.shared.u32 %%r15, [%%r5];
            add.u32 %%r15, %%r15, %%r14;
            st.shared.u32 [%%r5], %%r15;
            ld.shared.f32 %%f10, [%%r5];
            shfl.sync.bfly.b32 %%r16, %%r14, 1, 31, -1;
            shfl.sync.bfly.b32 %%r17, %%r16, 2, 31, -1;
            add.u32 %%r18, %%r16, %%r17;
            min.u32 %%r19, %%r18, %%r14;
            max.u32 %%r20, %%r19, %%r13;
            fma.rn.f32 %%f11, %%f9, %%f2, %%f8;
            fma.rn.f32 %%f12, %%f11, %%f3, %%f7;
            add.u32 %%r6, %%r6, 1;
            setp.lt.u32 %%p3, %%r6, %d;
            @%%p3 bra LOOP;
            st.global.u32 [%%rd1], %%r20;
            """
                .formatted(LOOPS)));
  }

  /** {@link #PRODUCTS} products of m16n8k16 in bf16, {@link #LOOPS} times. */
  static PtxSource tensor() {
    StringBuilder body = new StringBuilder("mov.b32 %r7, 0x3e803f00;\nmov.b32 %r8, 0x3f803e00;\n");
    for (int i = 0; i < 4 * PRODUCTS; i++) {
      body.append("mov.f32 %f").append(10 + i).append(", 0f3F000000;\n");
    }
    body.append("LOOP:\n");
    for (int i = 0; i < PRODUCTS; i++) {
      int d = 10 + 4 * i;
      String sums = "{%%f%d, %%f%d, %%f%d, %%f%d}".formatted(d, d + 1, d + 2, d + 3);
      body.append(
          "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 %s, {%%r7, %%r8, %%r7, %%r8}, {%%r8, %%r7}, %s;\n"
              .formatted(sums, sums));
    }
    body.append("add.u32 %r6, %r6, 1;\nsetp.lt.u32 %p3, %r6, ")
        .append(LOOPS)
        .append(";\n@%p3 bra LOOP;\nst.global.f32 [%rd1], %f10;\n");
    return new PtxSource("tensor.ptx", ENTRY.formatted(body));
  }

  /** As many instructions as FlashMLA's dense decode has, with as many registers as they make. */
  static PtxSource long8000() {
    StringBuilder body = new StringBuilder(".reg .f32 %g<8000>;\nmov.f32 %g0, %f1;\n");
    for (int i = 1; i < 7980; i++) {
      String operation =
          switch (i % 4) {
            case 0 -> "fma.rn.f32 %%g%d, %%g%d, %%f2, %%f3;%n";
            case 1 -> "add.f32 %%g%d, %%g%d, %%f2;%n";
            case 2 -> "mul.f32 %%g%d, %%g%d, %%f3;%n";
            default -> "max.f32 %%g%d, %%g%d, %%f1;%n";
          };
      body.append(operation.formatted(i, i - 1));
    }
    body.append("st.global.f32 [%rd1], %g7979;\n");
    return new PtxSource("long.ptx", ENTRY.formatted(body));
  }
}
