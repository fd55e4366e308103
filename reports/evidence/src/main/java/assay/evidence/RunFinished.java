package assay.evidence;

import java.time.Instant;

/**
 * The last line of a run that came to its end.
 *
 * @param time when the run ended
 * @param passed cases
 * @param failed cases
 * @param notRun cases
 * @param exitCode what the process answered
 */
public record RunFinished(Instant time, long passed, long failed, long notRun, int exitCode)
    implements Evidence {}
