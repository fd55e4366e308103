package assay.verify.diagnosis;

import assay.verify.planted.BugClass;

/**
 * One guess at what a subject does wrong.
 *
 * @param title the mistake, in a few words
 * @param explained how much of what is wrong it explains, from 0 to 1; of a clue, how much it is
 *     believed
 * @param problems how many failing problems it was held against
 */
public record Diagnosis(BugClass kind, String title, double explained, int problems) {

  /** The same guess, believed so much of it. */
  Diagnosis times(double share) {
    return new Diagnosis(kind, title, share * explained, problems);
  }
}
