package assay.evidence;

/**
 * Where a kernel under test comes from.
 *
 * @param kernel its entry's name
 * @param ptxSha256 of the PTX text that ran, in hexadecimal
 * @param sourceSha256 of the source the PTX was compiled from, in hexadecimal
 */
public record Provenance(String kernel, String ptxSha256, String sourceSha256) {}
