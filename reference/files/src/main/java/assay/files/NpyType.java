package assay.files;

import java.util.Map;

/** NumPy's names of types. */
final class NpyType {

  private static final Map<String, DataType> BY_DESCR =
      Map.ofEntries(
          Map.entry("<f8", DataType.F64),
          Map.entry("<f4", DataType.F32),
          Map.entry("<f2", DataType.F16),
          Map.entry("<c8", DataType.C64),
          Map.entry("<i8", DataType.I64),
          Map.entry("<i4", DataType.I32),
          Map.entry("<i2", DataType.I16),
          Map.entry("|i1", DataType.I8),
          Map.entry("<u8", DataType.U64),
          Map.entry("<u4", DataType.U32),
          Map.entry("<u2", DataType.U16),
          Map.entry("|u1", DataType.U8),
          Map.entry("|b1", DataType.BOOL));

  private NpyType() {}

  static DataType parse(Place place, String descr) throws BadFile {
    DataType type = BY_DESCR.get(descr);
    if (type == null) {
      throw place.bad(
          "descr is %s; it must be one of %s", descr, BY_DESCR.keySet().stream().sorted().toList());
    }
    return type;
  }

  /** bf16 and fp8, which NumPy lacks, go as their codes. */
  static String of(DataType type) {
    return switch (type) {
      case F64 -> "<f8";
      case F32 -> "<f4";
      case F16 -> "<f2";
      case C64 -> "<c8";
      case I64 -> "<i8";
      case I32 -> "<i4";
      case I16 -> "<i2";
      case I8 -> "|i1";
      case U64 -> "<u8";
      case U32 -> "<u4";
      case U16, BF16 -> "<u2";
      case U8, F8_E4M3, F8_E5M2, F8_E8M0 -> "|u1";
      case BOOL -> "|b1";
      case F6_E2M3, F6_E3M2, F4 ->
          throw new IllegalArgumentException(
              "type is %s; npy holds no numbers smaller than a byte".formatted(type));
    };
  }
}
