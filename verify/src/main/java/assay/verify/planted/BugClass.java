package assay.verify.planted;

/** What kind of mistake a bug is; a diagnosis names one of these. */
public enum BugClass {
  SCALE("SC", "softmax scale, YaRN factor, log2 e"),
  ROPE("RP", "rotary embedding"),
  LSE("LS", "lse: base, layout, merge weights, sink"),
  EMPTY("EM", "rows, splits or sequences without keys"),
  TAIL("TL", "tile tail, length, step"),
  CAUSAL("CA", "causal mask, several query tokens"),
  PAGING("PG", "page table and address arithmetic"),
  POISON("NP", "memory that must not be read, or was never written"),
  SOFTMAX("SM", "online softmax: maxima, rescaling, overflow"),
  ACCUMULATION("AC", "accumulator too narrow"),
  FP8("FP", "8-bit cache: scales, saturation, tiles"),
  HEADS("HD", "head mapping and padding"),
  LAYOUT("LY", "strides and layout"),
  STATE("ST", "workspace, metadata, second call"),
  SYNCHRONISATION("RC", "order of accesses"),
  SPARSE("SP", "index lists"),
  NORM("NR", "root-mean-square norm"),
  INVARIANCE("DT", "bits that depend on the batch"),
  PATH("AB", "choice of path, prefill against decode"),
  PRODUCT("PR", "matrix products of projections");

  private final String prefix;
  private final String meaning;

  BugClass(String prefix, String meaning) {
    this.prefix = prefix;
    this.meaning = meaning;
  }

  /** Two letters that the class's ids begin with. */
  public String prefix() {
    return prefix;
  }

  public String meaning() {
    return meaning;
  }
}
