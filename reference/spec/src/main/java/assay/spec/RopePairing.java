package assay.spec;

/** Which two rope features are turned together; the first of pair i is x, the second y. */
public enum RopePairing {
  /** x0 y0 x1 y1 ..: neighbours (GPT-J). */
  INTERLEAVED,
  /** x0 x1 .. y0 y1 ..: half a width apart (GPT-NeoX). */
  HALF_SPLIT
}
