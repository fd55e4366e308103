package assay.golden;

/** A group whose numbers can be had in F32: exact but for binary64, rounded to nearest. */
interface FloatGroup extends AttentionGroup {

  /** Writes a row's query, not scaled, from {@code at} on. */
  void query(int row, float[] target, int at);

  /** Writes key {@code t} of the list from {@code at} on. */
  void key(int t, float[] target, int at);

  /** Writes the value of key {@code t} from {@code at} on. */
  void value(int t, float[] target, int at);
}
