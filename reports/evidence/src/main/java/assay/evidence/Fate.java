package assay.evidence;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What became of a planted bug before one judge. */
public enum Fate {
  /** Refused, with every seed that it was run with. */
  @JsonProperty("killed")
  KILLED,
  /** Refused with some seeds and accepted with others. */
  @JsonProperty("flaky")
  FLAKY,
  /** Accepted every time. */
  @JsonProperty("survived")
  SURVIVED,
  /** Accepted, and argued to be no bug that any problem can show. */
  @JsonProperty("equivalent")
  EQUIVALENT
}
