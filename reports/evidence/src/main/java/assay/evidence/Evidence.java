package assay.evidence;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** One line of an evidence file. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RunStarted.class, name = "run-started"),
  @JsonSubTypes.Type(value = CaseVerdict.class, name = "case-verdict"),
  @JsonSubTypes.Type(value = FailureDetail.class, name = "failure-detail"),
  @JsonSubTypes.Type(value = PropertySummary.class, name = "property-summary"),
  @JsonSubTypes.Type(value = DiagnosisFound.class, name = "diagnosis"),
  @JsonSubTypes.Type(value = EntryChosen.class, name = "entry-chosen"),
  @JsonSubTypes.Type(value = MutantVerdict.class, name = "mutant-verdict"),
  @JsonSubTypes.Type(value = JudgeSummary.class, name = "judge-summary"),
  @JsonSubTypes.Type(value = HonestSummary.class, name = "honest-summary"),
  @JsonSubTypes.Type(value = KernelProfile.class, name = "kernel-profile"),
  @JsonSubTypes.Type(value = BenchmarkResult.class, name = "benchmark-result"),
  @JsonSubTypes.Type(value = RunFinished.class, name = "run-finished")
})
public sealed interface Evidence
    permits RunStarted,
        CaseVerdict,
        FailureDetail,
        PropertySummary,
        DiagnosisFound,
        EntryChosen,
        MutantVerdict,
        JudgeSummary,
        HonestSummary,
        KernelProfile,
        BenchmarkResult,
        RunFinished {

  /** The version of the file format, raised whenever a field is added, removed or redefined. */
  int SCHEMA = 4;
}
