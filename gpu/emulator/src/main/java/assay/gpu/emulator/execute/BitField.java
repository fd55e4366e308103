package assay.gpu.emulator.execute;

import static assay.gpu.emulator.lanes.Shape.L_LLWW;
import static assay.gpu.emulator.lanes.Shape.L_LWW;
import static assay.gpu.emulator.lanes.Shape.W_WWW;
import static assay.gpu.emulator.lanes.Shape.W_WWWW;

import assay.gpu.emulator.lanes.WordFromLong;
import assay.gpu.emulator.lanes.WordFromWord;
import assay.gpu.emulator.load.Form;
import assay.gpu.emulator.load.Forms;

/** Bit fields: bfe, bfi, bfind. PTX ISA 9.7.1.16 to 9.7.1.20. */
final class BitField {

  private BitField() {}

  static void define(Forms forms) {
    forms.map("9.7.1.19", "bfe.u32", W_WWW, f -> (a, p, n) -> (int) unsigned(a, p, n, 32));
    forms.map("9.7.1.19", "bfe.s32", W_WWW, f -> (a, p, n) -> (int) signed(a, p, n, 32));
    forms.map("9.7.1.19", "bfe.u64", L_LWW, f -> (a, p, n) -> unsigned(a, p, n, 64));
    forms.map("9.7.1.19", "bfe.s64", L_LWW, f -> (a, p, n) -> signed(a, p, n, 64));
    forms.map("9.7.1.20", "bfi.b32", W_WWWW, f -> (a, b, p, n) -> (int) insert(a, b, p, n, 32));
    forms.map("9.7.1.20", "bfi.b64", L_LLWW, f -> (a, b, p, n) -> insert(a, b, p, n, 64));
  }

  private static long ones(int length) {
    return length >= 64 ? -1 : (1L << length) - 1;
  }

  private static long unsigned(long a, int position, int length, int bits) {
    int from = position & 0xff;
    return from >= bits ? 0 : (a & ones(bits)) >>> from & ones(length & 0xff);
  }

  /** Bits beyond the source, or beyond the field, repeat the field's top bit. */
  private static long signed(long a, int position, int length, int bits) {
    int from = position & 0xff;
    int count = length & 0xff;
    if (count == 0) {
      return 0;
    }
    int top = Math.min(from + count - 1, bits - 1);
    long filled = a << (63 - top) >> (63 - top);
    return filled >> Math.min(from, 63);
  }

  private static long insert(long a, long b, int position, int length, int bits) {
    int from = position & 0xff;
    if (from >= bits) {
      return b;
    }
    long field = ones(length & 0xff) << from;
    return (b & ~field) | (a << from & field);
  }

  /** The position of the most significant bit that differs from the sign; −1 if none does. */
  static WordFromWord.Op find32(Form form) {
    boolean signed = form.has("s32");
    boolean shift = form.has("shiftamt");
    return a -> {
      int zeros = Integer.numberOfLeadingZeros(signed && a < 0 ? ~a : a);
      return zeros == 32 ? -1 : shift ? zeros : 31 - zeros;
    };
  }

  /** The same for 64 bits. */
  static WordFromLong.Op find64(Form form) {
    boolean signed = form.has("s64");
    boolean shift = form.has("shiftamt");
    return a -> {
      int zeros = Long.numberOfLeadingZeros(signed && a < 0 ? ~a : a);
      return zeros == 64 ? -1 : shift ? zeros : 63 - zeros;
    };
  }
}
