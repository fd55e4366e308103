package assay.verify.diagnosis;

import assay.verify.planted.BugClass;

/**
 * Attention with a step gone wrong.
 *
 * @param kind what kind of mistake it is
 * @param title the mistake, in a few words
 */
record Altered(BugClass kind, String title, AttentionSteps steps) {}
