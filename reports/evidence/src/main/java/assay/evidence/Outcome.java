package assay.evidence;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import org.jspecify.annotations.Nullable;

/** How a case ended. What was not run is neither passed nor failed. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Outcome.Pass.class, name = "pass"),
  @JsonSubTypes.Type(value = Outcome.Fail.class, name = "fail"),
  @JsonSubTypes.Type(value = Outcome.NotRun.class, name = "not-run")
})
public sealed interface Outcome {

  /** The property held. */
  record Pass() implements Outcome {}

  /**
   * The property did not hold.
   *
   * @param reason one sentence
   * @param worst the element farthest over its budget; null where no element is to blame
   */
  record Fail(String reason, @JsonSetter(nulls = Nulls.SET) @Nullable WorstElement worst)
      implements Outcome {}

  /**
   * The case was not executed.
   *
   * @param reason one sentence
   */
  record NotRun(String reason) implements Outcome {}
}
