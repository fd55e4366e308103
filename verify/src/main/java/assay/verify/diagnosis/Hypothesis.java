package assay.verify.diagnosis;

import assay.spec.Result;
import assay.verify.planted.BugClass;
import java.util.Optional;
import java.util.function.Function;

/**
 * One thing that a subject may have done instead.
 *
 * @param <P> the operator's problem
 * @param kind what kind of mistake it is
 * @param title the mistake, in a few words
 * @param result what would come of it; empty for a problem that it does not concern
 */
record Hypothesis<P>(BugClass kind, String title, Function<P, Optional<Result>> result) {}
