package assay.spec;

/** In which order a query or a key holds its features with and without position. */
public enum ConcatOrder {
  NOPE_ROPE,
  ROPE_NOPE
}
